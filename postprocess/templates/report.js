// SPDX-License-Identifier: LGPL-2.1-or-later
"use strict";
// On paper, and where a link leads into them, details are open.
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => (part.open = true)));
