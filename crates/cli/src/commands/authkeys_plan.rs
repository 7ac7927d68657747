//! What a job will do, in plain words, and the questions before it.

use hallpass_core::providers::Text;
use hallpass_core::{JobDetail, JobView, Result};

use crate::args::Told;
use crate::i18n::{label, say, time};
use crate::surface::Surface;

/// How many accounts, which rows are not sent and why, which sheet and column they are from, what asking does to them, what making keys means, and what becomes of a file that is there.
pub(super) fn plan(surface: &Surface, detail: &JobDetail) -> String {
    let (lang, job) = (surface.lang(), &detail.job);
    let mut lines = vec![say::list_read(job).get(lang).to_owned()];
    lines.extend(detail.left_out.iter().map(|rows| format!("  {}", say::left_out_line(rows, lang))));
    lines.extend(job.list.notes().iter().map(|note| note.get(lang).to_owned()));
    if !job.list.other_sheets.is_empty() {
        lines.push(say::choose_sheet().get(lang).to_owned());
    }
    let end = job.expires_at.map_or_else(|| label::NEVER_ENDS.get(lang).to_owned(), time::exact);
    lines.push(say::what_asking_does(job, &end).get(lang).to_owned());
    lines.push(say::what_making_means(job).get(lang).to_owned());
    if job.rotate {
        lines.push(say::what_rotating_means().get(lang).to_owned());
    }
    if job.replaces() {
        lines.push(say::will_replace(&job.out).get(lang).to_owned());
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Has a person say yes to what cannot be undone, where no option did.
///
/// # Errors
/// Nobody can be asked, or the answer is no.
pub(super) fn confirm(surface: &Surface, told: &Told, job: &JobView) -> Result<()> {
    for Question { text, option, .. } in questions(told, job).iter().filter(|question| question.open) {
        if !surface.screen.asks {
            return Err(say::unconfirmed(text, option));
        }
        if !surface.screen.confirm(text.get(surface.lang()))? {
            return Err(say::declined(option));
        }
    }
    Ok(())
}

struct Question {
    /// It has to be asked.
    open: bool,
    text: Text,
    /// What answers it on the command line.
    option: &'static str,
}

fn questions(told: &Told, job: &JobView) -> [Question; 4] {
    let yes = |needed: bool, text: Text| Question { open: needed && !told.yes, text, option: "yes" };
    [
        yes(job.revoke && !job.confirmed, say::revoke_question(job.asked)),
        Question {
            open: job.never && !job.confirmed && !told.yes_never,
            text: say::never_question(job.asked),
            option: "yes-never",
        },
        yes(job.rotate && !job.confirmed, say::rotate_question(job.asked)),
        yes(job.replaces(), say::replace_question(&job.out)),
    ]
}
