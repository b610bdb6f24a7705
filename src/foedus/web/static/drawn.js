// Before anything is painted: the picture that can be moved about in takes the place of the plain one, so that nothing jumps.
"use strict";

document.documentElement.classList.add("drawn");
