//! What stays here of a profile that is no longer shared.

use hallpass_core::{Hallpass, TeamEdit};

use crate::desk::{member, team};
use crate::edits::{account, account_of, shared_by};

/// The id of the one profile that was shared, as the vault has it.
async fn document_of(hallpass: &Hallpass) -> String {
    let read = hallpass.vault().read(|db| {
        Ok::<_, hallpass_core::Error>(db.query_row("SELECT document FROM team_profile", [], |row| row.get(0))?)
    });
    read.await.unwrap()
}

async fn run(hallpass: &Hallpass, statement: String) {
    let ran = hallpass.vault().write(move |tx| Ok::<_, hallpass_core::Error>(tx.execute(&statement, [])?));
    assert_eq!(ran.await.unwrap(), 1);
}

#[tokio::test]
async fn a_profile_whose_sharing_was_not_confirmed_is_not_taken_for_somebody_elses() {
    team("lost", &[("eva", "editor")]).await;
    let eva = member("lost", "eva").await;
    shared_by(&eva).await;
    // As it is where the answer was lost, or the program ended before it came.
    let document = document_of(&eva).await;
    let pending = "json_set(data, '$.sharing', json_object('DOC', (SELECT id FROM profile)))".replace("DOC", &document);
    run(&eva, format!("UPDATE team SET data = {pending}")).await;
    run(&eva, "DELETE FROM team_profile".to_owned()).await;
    let sync = eva.sync_team(None).await.unwrap();
    assert_eq!(sync.problems, Vec::new());
    assert_eq!(eva.team_status(None).await.unwrap().profiles[0].version, 1);
    assert_eq!(eva.teams_of_profiles().await.unwrap().len(), 1, "it is known as the team's");
    assert!(matches!(eva.edit_shared("shared", account("next")).await.unwrap(), TeamEdit::Written { .. }));
}

#[tokio::test]
async fn a_profile_that_was_taken_out_of_the_team_without_a_word_stays_here() {
    team("gone", &[("eva", "editor"), ("otto", "editor")]).await;
    let (eva, otto) = (member("gone", "eva").await, member("gone", "otto").await);
    shared_by(&eva).await;
    otto.sync_team(None).await.unwrap();
    run(&eva, "UPDATE team_profile SET data = json_set(data, '$.unsharing', json('true'))".to_owned()).await;
    assert_eq!(eva.sync_team(None).await.unwrap().removed, Vec::<String>::new(), "it is shared still");
    assert_eq!(eva.team_status(None).await.unwrap().profiles.len(), 1);
    run(&eva, "UPDATE team_profile SET data = json_set(data, '$.unsharing', json('true'))".to_owned()).await;
    otto.unshare_profile("shared").await.unwrap();
    assert_eq!(eva.sync_team(None).await.unwrap().removed, Vec::<String>::new());
    assert_eq!(account_of(&eva, "shared").await, "first");
    eva.edit_profile("shared", account("own")).await.unwrap();
}

#[tokio::test]
async fn a_draft_goes_with_the_sharing_and_secrets_beside_a_shared_profile_stay_here() {
    team("keep", &[("eva", "editor"), ("otto", "editor")]).await;
    let (eva, otto) = (member("keep", "eva").await, member("keep", "otto").await);
    shared_by(&eva).await;
    otto.sync_team(None).await.unwrap();
    let mut edited = account("by-otto");
    edited.secrets = vec![("password".to_owned(), hallpass_core::providers::Secret::new("Not-Real-own"))];
    assert!(matches!(otto.edit_shared("shared", edited.clone()).await.unwrap(), TeamEdit::Written { .. }));
    assert_eq!(otto.profile("shared").await.unwrap().saved_secrets, ["password"]);
    let (version, changed) = {
        let status = otto.team_status(None).await.unwrap();
        (status.profiles[0].version, status.profiles[0].changed.clone())
    };
    assert_eq!(changed[0].after.as_deref(), Some("by-otto"));
    assert!(
        matches!(otto.edit_shared("shared", edited).await.unwrap(), TeamEdit::Written { differences } if differences.is_empty())
    );
    assert_eq!(otto.team_status(None).await.unwrap().profiles[0].version, version, "nothing to tell the team");
    assert_eq!(eva.sync_team(None).await.unwrap().changed, ["shared"]);
    assert_eq!(eva.profile("shared").await.unwrap().saved_secrets, Vec::<String>::new());
    assert_eq!(eva.team_status(None).await.unwrap().profiles[0].changed, changed);

    otto.edit_shared("shared", account("again")).await.unwrap();
    assert!(matches!(eva.edit_shared("shared", account("late")).await.unwrap(), TeamEdit::Conflict { .. }));
    assert!(eva.team_status(None).await.unwrap().drafts[0].conflict);
    eva.sync_team(None).await.unwrap();
    eva.unshare_profile("shared").await.unwrap();
    let drafts = eva.vault().read(|db| {
        Ok::<_, hallpass_core::Error>(db.query_row("SELECT count(*) FROM team_draft", [], |row| row.get::<_, i64>(0))?)
    });
    assert_eq!(drafts.await.unwrap(), 0);
}
