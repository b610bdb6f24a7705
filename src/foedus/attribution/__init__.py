"""Attribution: who said what, in which words, carried by whom."""
