//! The codes of HZERO with our messages, and building a refusal from an error response.

mod advice;
mod document;
mod gateway;
mod server;
mod sms;

use crate::codes::VendorCode;

/// Every table, in the order in which they are searched.
pub(super) static CODES: &[&[VendorCode]] =
    &[document::DOCUMENT, server::LOGIN, sms::SMS, gateway::GATEWAY_CODES, server::OAUTH];

/// Whether a table has the code.
pub(super) fn is_known(code: &str) -> bool {
    CODES.iter().any(|table| table.iter().any(|entry| entry.code == code))
}
