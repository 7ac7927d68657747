//! The form of a new job: its list, what would happen, and where the table goes.

use std::io::Cursor;
use std::sync::Arc;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::{
    Confirmed, DraftView, Error, ErrorCode, JobList, JobPlan, ListChoice, MINT_WAIT, Result, UnsentLine,
};
use tauri::{AppHandle, Runtime};
use zeroize::Zeroizing;

use super::super::{AppState, changed};
use super::{item, no_list};
use crate::jobs::{
    JobItem, JobRequest, KeyRef, ListFrom, ListSource, TablePlace, TextEncoding, ending, pick_list, pick_place, planned,
};

/// More than this is a file's work.
const MAX_PASTED: usize = 64 * 1024 * 1024;

/// Reads a list to its end and keeps it for the form; none where the dialog was cancelled. One without accounts is
/// shown as well: another column or sheet can be chosen.
///
/// # Errors
/// Returns an error if the list cannot be read at all, or if the vault cannot store jobs.
#[tauri::command]
pub async fn read_accounts<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    from: ListFrom,
    sheet: Option<String>,
    column: Option<usize>,
    encoding: Option<TextEncoding>,
) -> Result<Option<DraftView>> {
    let Some(source) = source(&app, &state, from).await? else { return Ok(None) };
    let list = match source.clone() {
        ListSource::Text(text, name) => JobList::Input(Box::new(Cursor::new(Shared(text))), name),
        ListSource::File(path) => JobList::File(path),
    };
    let choice = ListChoice { sheet, column, encoding: encoding.map(Into::into) };
    let draft = state.answer(state.hallpass()?.read_list(list, choice)).await?;
    let view = draft.view().clone();
    state.jobs().set_source(Some(source));
    state.jobs().set_draft(Some(draft));
    // After they are there: a lock before this is seen here, and one after this forgets them.
    if let Err(locked) = state.hallpass() {
        state.jobs().forget_form();
        return Err(locked);
    }
    Ok(Some(view))
}

async fn source<R: Runtime>(app: &AppHandle<R>, state: &AppState<'_>, from: ListFrom) -> Result<Option<ListSource>> {
    let lang = state.settings().lang();
    Ok(match from {
        ListFrom::Text { text } if text.len() > MAX_PASTED => return Err(too_long()),
        ListFrom::Text { text } => Some(pasted(text, lang)),
        ListFrom::Dialog => pick_list(app, lang).await.map(ListSource::File),
        ListFrom::Dropped => state.jobs().take_dropped().map(ListSource::File),
        ListFrom::Again => Some(state.jobs().source().ok_or_else(no_list)?),
        ListFrom::Keys { keys } => {
            let keys = keys.into_iter().map(|KeyRef { job, seq }| (job, seq)).collect();
            let list = state.answer(state.hallpass()?.list_of_keys(keys)).await?;
            let name = Text::new("所选密钥的账号", "Accounts of the selected keys");
            Some(ListSource::Text(Arc::new(Zeroizing::new(list)), name.get(lang).to_owned()))
        }
    })
}

fn pasted(text: String, lang: Lang) -> ListSource {
    let name = Text::new("粘贴的内容", "Pasted text");
    ListSource::Text(Arc::new(Zeroizing::new(text)), name.get(lang).to_owned())
}

/// Text that several readers share.
struct Shared(Arc<Zeroizing<String>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Lines of the list that are not sent: those whose account is in a line above, or those that can be no account.
///
/// # Errors
/// Returns an error if there is no list, or if it cannot be read.
#[tauri::command]
pub async fn unsent_lines(state: AppState<'_>, duplicates: bool, from: u64) -> Result<Vec<UnsentLine>> {
    state.hallpass()?;
    let draft = state.jobs().draft().ok_or_else(no_list)?;
    let lines = async { if duplicates { draft.duplicate_lines(from).await } else { draft.problem_lines(from).await } };
    state.answer(lines).await
}

/// The form is left, or begins again: its list is gone.
#[tauri::command]
pub async fn forget_form(state: AppState<'_>) -> Result<()> {
    state.jobs().forget_form();
    Ok(())
}

/// What the job would do, and what is to be confirmed; nothing is sent.
///
/// # Errors
/// Returns an error if there is no list, if the choices contradict each other, or if the profile has no session.
#[tauri::command]
pub async fn plan_keys(state: AppState<'_>, request: JobRequest) -> Result<JobPlan> {
    let (hallpass, jobs) = (state.hallpass()?, state.jobs());
    let accounts = jobs.draft().ok_or_else(no_list)?.view().accounts;
    let options = jobs.options(request, hallpass.now().wall, true, hallpass.lang())?;
    state.answer(hallpass.plan_job(&planned(options), accounts)).await
}

/// Where the table goes: as the system's dialog says where `choose`, else as before, else into the documents.
///
/// # Errors
/// Returns an error if the vault is not open.
#[tauri::command]
pub async fn table_place<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    request: JobRequest,
    choose: bool,
) -> Result<TablePlace> {
    let (now, jobs) = (state.hallpass()?.now().wall, state.jobs());
    if choose {
        let usual = jobs.place_for(&request, now).0;
        let end = ending(&request);
        if let Some(chosen) = pick_place(&app, state.settings().lang(), &usual, &end).await {
            jobs.set_place(Some(chosen));
        }
        if let Err(locked) = state.hallpass() {
            jobs.forget_form();
            return Err(locked);
        }
    }
    Ok(jobs.place_for(&request, now).shown())
}

/// Makes a job of the list and begins it.
///
/// # Errors
/// Returns an error if something is not confirmed, if the choices contradict each other, or if there is no session.
#[tauri::command]
pub async fn start_job<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    request: JobRequest,
    confirmed: Confirmed,
) -> Result<JobItem> {
    let (hallpass, jobs) = (state.hallpass()?, state.jobs());
    let draft = jobs.draft().ok_or_else(no_list)?;
    let options = jobs.options(request, hallpass.now().wall, confirmed.production, hallpass.lang())?;
    state.answer(hallpass.plan_job(&options, draft.view().accounts)).await?.check(confirmed)?;
    let job = state.answer(hallpass.job_of(options, &draft)).await?;
    drop(draft);
    jobs.forget_form();
    let view = state.answer(hallpass.confirm_job(&job.job)).await?;
    super::work::run(&app, &state, &hallpass, &job.job, MINT_WAIT.into());
    changed(&app);
    Ok(item(&state, &hallpass, view))
}

fn too_long() -> Error {
    let text = Text::new("粘贴的内容太长；请改用文件", "The pasted text is too long: use a file");
    Error::new(ErrorCode::InvalidField, text).field("accounts")
}
