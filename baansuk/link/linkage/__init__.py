"""The linker itself: plain records in, persons out, with the reason of every link; knows no Django and no province."""
