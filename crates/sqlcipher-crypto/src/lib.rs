//! SQLCipher's cryptography from AWS-LC.
//!
//! SQLCipher is written against OpenSSL 3. AWS-LC, which rustls has brought already, has OpenSSL's functions and headers but
//! for one interface, `EVP_MAC`; `include/evp_mac.h` says that in terms of AWS-LC's own HMAC. So a program carries one
//! cryptography library, and one is to be followed for its faults. A vault's file is the same with both: the algorithms are
//! SQLCipher's.

// Linked for SQLCipher, which calls it from C.
use aws_lc_rs as _;
