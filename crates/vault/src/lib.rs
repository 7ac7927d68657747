//! The encrypted vault: envelope, key sources, SQLCipher on a thread of its own.
