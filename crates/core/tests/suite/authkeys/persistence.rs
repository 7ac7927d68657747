//! Jobs as they are kept: their files, their tables, one process at a time.

use std::path::Path;
use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{JobList, JobOptions, JobState, JobStop, Progress, Protection};
use tokio::sync::watch;

use super::fixture::{Desk, SHORT, counts, names};

#[tokio::test]
async fn a_table_that_cannot_be_written_is_told_first_and_goes_elsewhere() {
    let desk = Desk::new().await;
    let folder = desk.home.path().join("usb");
    std::fs::create_dir(&folder).unwrap();
    let job = desk.job(JobOptions { out: folder.join("keys.json"), ..desk.options() }, &names(3)).await;
    std::fs::remove_dir(&folder).unwrap();
    let (progress, _) = watch::channel(Progress::default());
    let refused = desk.hallpass.run_job(&job, JobStop::default(), progress).await.unwrap_err();
    assert_eq!((refused.field.as_deref(), desk.sandbox.counts("quanshi").requests), (Some("out"), 0));
    assert_eq!(desk.hallpass.move_job(&job, Path::new("-")).await.unwrap_err().field.as_deref(), Some("out"));
    let moved = desk.hallpass.move_job(&job, &desk.out()).await.unwrap();
    assert!(moved.out == desk.out() && !moved.replaces());
    assert_eq!(counts(&desk.run(&job).await), (3, 0, 0, 0, 0));
    assert_eq!(desk.keys_are_right(), 3);
}

#[tokio::test]
async fn forgotten_jobs_leave_no_file_and_no_key() {
    let desk = Desk::new().await;
    let protection = Protection::Passphrase(Secret::new("an invented passphrase"));
    let job = desk.job(JobOptions { protection, ..desk.options() }, &names(10)).await;
    desk.run(&job).await;
    assert!(std::fs::read(desk.out()).unwrap().starts_with(b"age-encryption.org"));
    desk.hallpass.forget_job(&job).await.unwrap();
    let left: Vec<_> = std::fs::read_dir(desk.home.path().join("jobs")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    let secrets = desk.hallpass.vault().read(|db| {
        let count =
            db.query_row("SELECT count(*) FROM secret WHERE owner_kind = 'job'", [], |row| row.get::<_, i64>(0));
        count.map_err(hallpass_core::Error::from)
    });
    assert_eq!(secrets.await.unwrap(), 0);
    assert_eq!(desk.hallpass.forget_job(&job).await.unwrap_err().field.as_deref(), Some("job"));
}

#[tokio::test]
async fn one_process_at_a_time() {
    let desk = Desk::new().await;
    desk.sandbox.set_latency(Some("quanshi"), Duration::from_millis(100));
    let job = desk.job(desk.options(), &names(400)).await;
    let (progress, mut seen) = watch::channel(Progress::default());
    let second = async {
        seen.wait_for(|progress| progress.of > 0).await.unwrap();
        assert_eq!(desk.hallpass.jobs().await.unwrap()[0].state, JobState::Running);
        let (progress, _) = watch::channel(Progress::default());
        let refused = desk.hallpass.run_job(&job, JobStop::default(), progress).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("job"));
        assert_eq!(desk.hallpass.forget_job(&job).await.unwrap_err().field.as_deref(), Some("job"));
    };
    let running = desk.hallpass.run_job_with(&job, JobStop::default(), progress, SHORT);
    let (end, ()) = tokio::join!(running, second);
    assert_eq!(counts(&end.unwrap()), (400, 0, 0, 0, 0));
}

#[tokio::test]
async fn lists_that_are_none_leave_nothing() {
    let desk = Desk::new().await;
    for list in ["", "\n\n\n", "loginname\n\n"] {
        let input = JobList::Input(Box::new(std::io::Cursor::new(list.as_bytes().to_vec())), "x.csv".to_owned());
        let error = desk.hallpass.new_job(desk.options(), input).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some("accounts"), "{list:?}");
    }
    let gone = JobList::File(Path::new("/no/such/list.csv").to_owned());
    assert!(desk.hallpass.new_job(desk.options(), gone).await.is_err());
    assert!(desk.hallpass.jobs().await.unwrap().is_empty());
    assert_eq!(std::fs::read_dir(desk.home.path().join("jobs")).unwrap().count(), 0);
}
