"""Users, posts and what a post lets its holder see."""
