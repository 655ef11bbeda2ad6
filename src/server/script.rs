//! The script of every served page, from the files of `live/` in one function, so that it adds nothing to the page's names.
//!
//! `live/idiomorph.js` is idiomorph 0.7.4 by Big Sky Software as published, under 0BSD (`live/idiomorph.LICENSE`): it
//! turns a document into another one and keeps the elements that are in both.

/// All of it.
pub const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("live/idiomorph.js"),
    include_str!("live/connection.js"),
    include_str!("live/update.js"),
    include_str!("live/overlay.js"),
    "})();\n"
);
