//! The columns of a pack.

/// The columns that are no fields.
pub(super) const COLUMNS: [&str; 12] = [
    "name",
    "provider",
    "server",
    "environment",
    "group",
    "tags",
    "method",
    "credential",
    "proxy",
    "allow_http",
    "auto_renew",
    "keep_alive",
];
