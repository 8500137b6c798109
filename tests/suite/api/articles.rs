//! What really happened in five provinces, and the numbers the articles print.
