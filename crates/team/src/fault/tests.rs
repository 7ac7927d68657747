//! Each failure has its own words.

use super::*;

/// One of each; a new one does not compile without being added to the match below.
fn all() -> Vec<TeamFault> {
    let text = Text::new("x", "x");
    vec![
        TeamFault::Unreachable(NoReply::Lost { message: Text::new("无法连接", "Could not connect") }),
        TeamFault::Unreachable(NoReply::NotSent { message: Text::new("证书", "TLS"), advice: Some(text), tls: true }),
        TeamFault::Sealed,
        TeamFault::NoLeader,
        TeamFault::NotInitialized,
        TeamFault::NotLoggedIn,
        TeamFault::NotAllowed,
        TeamFault::LogInRefused { perhaps_locked: false },
        TeamFault::LogInRefused { perhaps_locked: true },
        TeamFault::CertificateRefused,
        TeamFault::IdentityRefused,
        TeamFault::DeviceDenied,
        TeamFault::DeviceCodeExpired,
        TeamFault::NoDeviceFlow,
        TeamFault::NeedsSecondFactor,
        TeamFault::NoSuchMount,
        TeamFault::NotFound,
        TeamFault::Deleted { version: 1 },
        TeamFault::Conflict { current: None },
        TeamFault::Stale,
        TeamFault::BadRequest,
        TeamFault::Throttled { wait: Some(3) },
        TeamFault::Unknown,
        TeamFault::Unanswered,
        TeamFault::ServerError { status: 500 },
        TeamFault::NotTheApi,
        TeamFault::TooBig,
        TeamFault::Document { kind: Kind::Secret, id: "a".to_owned(), what: BadDocument::Text },
        TeamFault::Blocked(Block::Refused { by: "anna".to_owned() }),
        TeamFault::Unusable { field: "user" },
    ]
}

#[test]
fn every_failure_has_words_of_its_own_in_both_languages() {
    let texts: Vec<Text> = all().iter().map(TeamFault::text).collect();
    for (at, text) in texts.iter().enumerate() {
        assert!(!text.zh.is_empty() && !text.en.is_empty());
        assert!(texts[..at].iter().all(|other| other.zh != text.zh && other.en != text.en), "{text:?} twice");
    }
}

#[test]
fn only_a_server_that_could_not_be_asked_leaves_the_cache_to_be_used() {
    let offline: Vec<_> = all().into_iter().filter(TeamFault::is_offline).collect();
    assert_eq!(offline.len(), 4, "{offline:?}");
}
