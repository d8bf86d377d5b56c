"""Who gets what from where: every role, kind of partner, state of an agreement, class of facts and address."""
