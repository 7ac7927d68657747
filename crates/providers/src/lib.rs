//! Five login APIs as pure protocol: no HTTP client, no async, no clock, no disk.
