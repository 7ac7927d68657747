//! A list that a person looks at before a job is made of it, what the job would do, and its rows afterwards.

use std::io::Cursor;
use std::time::Duration;

use hallpass_core::{
    Confirmed, ErrorCode, Expires, JobDraft, JobList, JobOptions, JobPlan, JobState, JobStop, ListChoice, Progress,
    RowFilter, Step, Worker,
};
use serde_json::json;
use tokio::sync::watch;

use super::fixture::{Desk, SHORT, counts, names};

async fn draft(desk: &Desk, list: &str, column: Option<usize>) -> JobDraft {
    let list = JobList::Input(Box::new(Cursor::new(list.as_bytes().to_vec())), "pasted".to_owned());
    desk.hallpass.read_list(list, ListChoice { column, ..ListChoice::default() }).await.unwrap()
}

fn files(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.home.path().join("jobs")).into_iter().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_draft_is_looked_at_and_becomes_a_job() {
    let desk = Desk::new().await;
    let list = "姓名\tEmail\t部门\nAnn\tann@corp.example\tops\nBob\tbob@corp.example\tops\nAnn\tann@corp.example\tit\n\
                Cy\t1.5E+10\tit\nNo\tnokey1@corp.example\tit\n";
    let draft = draft(&desk, list, None).await;
    let view = draft.view();
    assert_eq!((view.lines, view.accounts, view.duplicates, view.problems), (5, 3, 1, 1));
    assert_eq!((view.column, view.encoding.as_deref(), view.failure.is_none()), (Some(1), Some("UTF-8"), true));
    assert_eq!(view.rows[0], ["An…", "ann@corp.example", "op…"]);
    let double = draft.duplicate_lines(0).await.unwrap();
    assert_eq!(
        (double[0].line, double[0].shown.as_str(), double[0].reason.en.as_ref()),
        (4, "ann@corp.example", "Same as line 2")
    );
    let wrong = draft.problem_lines(0).await.unwrap();
    assert_eq!((wrong.len(), wrong[0].line, wrong[0].shown.as_str()), (1, 5, "1.…"));

    let job = desk.hallpass.job_of(desk.options(), &draft).await.unwrap();
    assert_eq!((job.state, job.asked, job.duplicates), (JobState::Ready, 3, 1));
    drop(draft);
    assert_eq!(counts(&desk.run(&job.job).await), (3, 0, 0, 0, 0));
    let pages = desk.hallpass.job_pages(&job.job, RowFilter::All).await.unwrap();
    assert_eq!((pages.count, pages.columns.join(","), pages.firsts.len()), (3, "姓名,部门".to_owned(), 1));
    let rows = desk.hallpass.job_rows(&job.job, RowFilter::All, pages.firsts[0] + 1).await.unwrap();
    assert_eq!((rows[0].account.as_str(), rows[0].line, rows[0].carried[0].as_str()), ("bob@corp.example", 3, "Bob"));
}

#[tokio::test]
async fn a_password_that_a_list_carries_is_in_no_row() {
    let desk = Desk::new().await;
    let draft = draft(&desk, "loginname,初始密码,team\nann@corp.example,Hunter2!x,ops\n", None).await;
    let job = desk.hallpass.job_of(desk.options(), &draft).await.unwrap();
    let rows = desk.hallpass.job_rows(&job.job, RowFilter::All, 0).await.unwrap();
    assert_eq!(rows[0].carried, ["••••", "ops"]);
}

#[tokio::test]
async fn a_draft_without_accounts_says_why_and_another_column_can_be_chosen() {
    let desk = Desk::new().await;
    let list = "Ann\tann@corp.example\nBob\tbob@corp.example\n";
    let first = draft(&desk, list, None).await;
    assert!(first.view().failure.is_some() && first.view().column.is_none(), "{:?}", first.view());
    let refused = desk.hallpass.job_of(desk.options(), &first).await.unwrap_err();
    assert_eq!(Some(&refused), first.view().failure.as_ref());
    let second = draft(&desk, list, Some(1)).await;
    assert_eq!((second.view().accounts, second.view().failure.as_ref()), (2, None));
}

#[tokio::test]
async fn what_nobody_made_a_job_of_leaves_no_file() {
    let desk = Desk::new().await;
    let first = draft(&desk, "ann@corp.example\n", None).await;
    let mine = files(&desk);
    assert!(mine.iter().any(|name| name.ends_with(".db")), "{mine:?}");
    // Of a process that was killed: nobody has its key. Of a process that is alive: it is locked.
    std::fs::write(desk.home.path().join("jobs/deadbeef.db"), "x").unwrap();
    let second = draft(&desk, "bob@corp.example\n", None).await;
    let both = files(&desk);
    assert!(!both.iter().any(|name| name.starts_with("deadbeef")), "{both:?}");
    assert!(mine.iter().all(|name| both.contains(name)), "{mine:?} {both:?}");
    drop((first, second));
    assert_eq!(files(&desk), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_begins_where_the_one_before_it_ends() {
    let desk = Desk::new().await;
    // Every other account has a key, and of two spellings of one the second is no row.
    let list: String =
        (0..2100).map(|n| format!("{}{n}@corp.example\nu1@corp.example\n", ["nokey", "u"][n % 2])).collect();
    let job = desk.job(JobOptions { create_missing: false, ..desk.options() }, &list).await;
    desk.run(&job).await;
    for (filter, count, pages) in [(RowFilter::All, 2100, 5), (RowFilter::Ok, 1050, 3), (RowFilter::Missing, 0, 0)] {
        let all = desk.hallpass.job_pages(&job, filter).await.unwrap();
        assert_eq!((all.count, all.firsts.len()), (count, pages), "{filter:?}");
        let mut rows = Vec::new();
        for first in all.firsts {
            rows.extend(desk.hallpass.job_rows(&job, filter, first).await.unwrap());
        }
        assert_eq!(rows.len() as u64, count, "{filter:?}");
        assert!(rows.is_sorted_by(|one, two| one.line < two.line), "{filter:?}");
    }
}

#[tokio::test]
async fn rows_are_told_page_by_page_and_no_key_but_its_end() {
    let desk = Desk::new().await;
    let list = "u1@corp.example\nmissing1@corp.example\nnokey1@corp.example\nu2@corp.example\n";
    let job = desk.job(JobOptions { create_missing: false, ..desk.options() }, list).await;
    let before = desk.hallpass.job_rows(&job, RowFilter::All, 0).await.unwrap();
    assert!(before.len() == 4 && before.iter().all(|row| row.status.is_none() && row.key_end.is_none()));
    desk.run(&job).await;
    let of = async |filter| {
        let rows = desk.hallpass.job_rows(&job, filter, 0).await.unwrap();
        let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
        (desk.hallpass.job_pages(&job, filter).await.unwrap().count, lines)
    };
    assert_eq!(of(RowFilter::All).await, (4, vec![1, 2, 3, 4]));
    assert_eq!(of(RowFilter::Ok).await, (2, vec![1, 4]));
    assert_eq!(of(RowFilter::Missing).await, (1, vec![2]));
    assert_eq!(of(RowFilter::Empty).await, (1, vec![3]));
    assert_eq!(of(RowFilter::Failed).await, (0, vec![]));
    assert_eq!(of(RowFilter::Renamed).await, (0, vec![]));
    let rows = desk.hallpass.job_rows(&job, RowFilter::Ok, 2).await.unwrap();
    let truth = desk.key("u2@corp.example")["auth_key"].as_str().unwrap().to_owned();
    assert_eq!(rows[0].key_end.as_deref(), Some(&truth[truth.len() - 4..]));
    assert!(!serde_json::to_string(&rows).unwrap().contains(&truth[..8]));
    let seq = rows[0].seq;
    assert_eq!(desk.hallpass.job_key(&job, seq, false).await.unwrap().expose(), truth);
    assert_eq!(desk.hallpass.job_key(&job, 2, false).await.unwrap_err().field.as_deref(), Some("account"));
    let shares = desk.hallpass.job_shares(&job).await.unwrap();
    assert_eq!((shares.len(), shares.iter().map(|share| share.answered).sum::<u64>()), (4, 4));
}

#[tokio::test]
async fn a_key_of_production_is_copied_after_a_confirmation_alone() {
    let desk = Desk::new().await;
    let job = desk.job(desk.options(), "u1@corp.example\n").await;
    desk.run(&job).await;
    let change = hallpass_core::ProfileDraft {
        environment: Some(hallpass_core::Environment::Prod),
        ..hallpass_core::ProfileDraft::default()
    };
    desk.hallpass.edit_profile("q", change).await.unwrap();
    let refused = desk.hallpass.job_key(&job, 1, false).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ProductionNotConfirmed);
    desk.hallpass.job_key(&job, 1, true).await.unwrap();
}

#[tokio::test]
async fn what_a_job_would_do_says_what_is_to_be_confirmed() {
    let desk = Desk::new().await;
    let plain = JobOptions { create_missing: false, ..desk.options() };
    let plan = async |options: JobOptions, accounts| desk.hallpass.plan_job(&options, accounts).await.unwrap();
    let reads = plan(plain.clone(), 5000).await;
    assert_eq!((reads.grave, reads.number, reads.requests), (false, None, 100));
    reads.check(Confirmed::default()).unwrap();
    let asks = |plan: &JobPlan, confirmed: Confirmed| plan.check(confirmed).unwrap_err().field.unwrap();
    let few = plan(desk.options(), 50).await;
    assert_eq!((few.grave, few.number), (false, None));
    let many = plan(desk.options(), 51).await;
    assert_eq!((asks(&many, Confirmed::default()), many.grave), ("number".to_owned(), false));
    assert_eq!(asks(&many, Confirmed { number: Some(50), ..Confirmed::default() }), "number");
    many.check(Confirmed { number: Some(51), ..Confirmed::default() }).unwrap();
    for options in [JobOptions { rotate: true, ..plain.clone() }, JobOptions { expires: Expires::Now, ..plain.clone() }]
    {
        let grave = plan(options, 3).await;
        assert_eq!(asks(&grave, Confirmed { number: Some(3), ..Confirmed::default() }), "confirmed");
        assert_eq!(asks(&grave, Confirmed { grave: true, ..Confirmed::default() }), "number");
        grave.check(Confirmed { grave: true, number: Some(3), production: false }).unwrap();
    }
    let never = plan(JobOptions { expires: Expires::Never, ..plain }, 3).await;
    assert_eq!((never.expires_at, never.number), (None, None));
    never.check(Confirmed { grave: true, ..Confirmed::default() }).unwrap();
    assert_eq!(desk.sandbox.counts("quanshi").requests, 0);
}

#[tokio::test]
async fn only_one_process_works_on_a_job_and_the_other_says_who_does() {
    let desk = Desk::new().await;
    desk.chaos(json!({ "lose_answers": 0.2, "seed": 3 }));
    let job = desk.job(desk.options(), &names(500)).await;
    let (progress, mut seen) = watch::channel(Progress::default());
    let (stop, again) = (JobStop::default(), watch::channel(Progress::default()).0);
    let running = desk.hallpass.run_job_with(&job, stop.clone(), progress, SHORT);
    let looking = async {
        seen.wait_for(|seen| seen.step == Step::Reading && seen.done > 0).await.unwrap();
        let worker = desk.hallpass.job_worker(&job);
        let refused = desk.hallpass.run_job(&job, JobStop::default(), again).await.unwrap_err();
        stop.pause();
        (worker, refused)
    };
    let (_, (worker, refused)) = tokio::join!(running, looking);
    assert_eq!(worker, Some(Worker::this()));
    assert!(refused.message.en.contains(&format!("(process {})", std::process::id())), "{refused:?}");
    assert_eq!(desk.hallpass.job_worker(&job), None);
}

#[tokio::test]
async fn a_vault_in_memory_stores_jobs_where_it_is_told_to() {
    let desk = Desk::new().await;
    let memory = hallpass_core::vault::Vault::memory(hallpass_core::MIGRATIONS).await.unwrap();
    let hallpass = hallpass_core::Hallpass::new(memory, hallpass_core::providers::Lang::En);
    assert!(hallpass.jobs_folder().is_none());
    let folder = tempfile::tempdir().unwrap();
    let hallpass = hallpass.with_jobs_in(folder.path().join("jobs"));
    let desk = Desk { hallpass, ..desk };
    desk.profile("q", super::fixture::TOKEN).await;
    let job =
        desk.job(JobOptions { expires: Expires::In(Duration::from_secs(3600)), ..desk.options() }, &names(3)).await;
    assert_eq!((counts(&desk.run(&job).await), desk.keys_are_right()), ((3, 0, 0, 0, 0), 3));
    assert!(folder.path().join(format!("jobs/{job}.db")).exists());
}

#[tokio::test]
async fn the_accounts_of_keys_are_the_list_of_another_job() {
    let desk = Desk::new().await;
    let list = "loginname,extloginname,siteid\nu1@corp.example,,\n,ad_x,9\nu2@corp.example,,\n";
    let job = desk.job(desk.options(), list).await;
    desk.run(&job).await;
    let (keys, count) = desk.hallpass.expiring_keys(Duration::from_secs(31 * 86_400)).await.unwrap();
    assert_eq!(count, 3);
    let chosen = keys.iter().filter(|key| key.account != "u2@corp.example").map(|key| (key.job.clone(), key.seq));
    let list = desk.hallpass.list_of_keys(chosen.collect()).await.unwrap();
    let draft = draft(&desk, &list, None).await;
    assert_eq!((draft.view().accounts, draft.view().problems), (2, 0), "{list}");
    // A leaver's key is revoked.
    let options = JobOptions { create_missing: false, expires: Expires::Now, ..desk.options() };
    let job = desk.hallpass.job_of(options, &draft).await.unwrap();
    let resumed = desk.hallpass.plan_resume(&job.job).await.unwrap();
    assert_eq!((resumed.grave, resumed.number), (true, Some(2)));
    let refused = desk.hallpass.confirm_resume(&job.job, Confirmed::default()).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("confirmed"));
    let confirmed = Confirmed { grave: true, number: Some(2), production: false };
    desk.hallpass.confirm_resume(&job.job, confirmed).await.unwrap();
    assert_eq!(counts(&desk.run(&job.job).await), (2, 0, 0, 0, 0));
    assert_eq!(desk.hallpass.plan_resume(&job.job).await.unwrap().number, None);
}
