//! Batches of authKeys: the list of a new job, the running job, and its results. No response contains a key.

pub mod form;
pub mod results;
pub mod work;

use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, Hallpass, JobView};

use crate::jobs::JobItem;
use crate::state::AppState;

/// A job as the page lists it.
fn item(state: &AppState, hallpass: &Hallpass, view: JobView) -> JobItem {
    let here = state.jobs().is_running(&view.job);
    let worker = hallpass.job_worker(&view.job).filter(|_| !here);
    let unconfirmed = view.needs_confirming() && !view.confirmed;
    JobItem { here, worker, unconfirmed, view }
}

fn no_list() -> Error {
    Error::new(ErrorCode::MissingField, Text::new("还没有账号列表", "There is no account list yet")).field("accounts")
}
