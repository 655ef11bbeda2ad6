"""Reads a feed with feedparser: `read.py FILE` prints its title, and address, date and title of each entry."""

import sys

import feedparser

feed = feedparser.parse(open(sys.argv[1], "rb").read())
if feed.bozo:
    sys.exit(f"the feed is not well formed: {feed.bozo_exception}")
print(feed.version, feed.feed.id, feed.feed.updated, feed.feed.title, sep="\t")
for entry in feed.entries:
    print(entry.link, entry.id, entry.updated, entry.title, sep="\t")
