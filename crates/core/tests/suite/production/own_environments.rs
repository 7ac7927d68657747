//! Environments of its own: those that count as production ask as production does, and nothing makes them stop asking
//! but a person.

use hallpass_core::{
    Environment, EnvironmentColour, EnvironmentDraft, ErrorCode, Hallpass, Pack, PackFormat, ProfileDraft, SignIn,
};
use hallpass_sandbox::{Options, start};

use super::{PASSWORD, add, token};
use crate::support::{TestClock, iam, in_memory, typed};

fn named(zh: &str, en: &str, production: bool) -> EnvironmentDraft {
    let name = |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty());
    EnvironmentDraft {
        name_zh: name(zh),
        name_en: name(en),
        production: Some(production),
        ..EnvironmentDraft::default()
    }
}

fn own(id: &str) -> Environment {
    Environment::from_id(id).unwrap()
}

async fn order(hallpass: &Hallpass) -> Vec<String> {
    hallpass.environments().await.unwrap().into_iter().map(|one| one.id).collect()
}

async fn code<T>(end: impl Future<Output = hallpass_core::Result<T>>) -> Option<ErrorCode> {
    end.await.err().map(|error| error.code)
}

#[tokio::test]
async fn one_that_counts_as_production_asks_wherever_production_does() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    hallpass.add_environment("dr", named("灾备", "", true)).await.unwrap();
    hallpass.add_environment("uat", named("", "UAT", false)).await.unwrap();
    let server = sandbox.address("enos-iam");
    add(&hallpass, "spare", &server, Some("Yunling"), own("dr")).await;
    add(&hallpass, "accept", &server, Some("Yunling"), own("uat")).await;
    let asking = || SignIn { ask_production: true, ..typed(PASSWORD) };
    assert_eq!(code(hallpass.sign_in("spare", asking())).await, Some(ErrorCode::ProductionNotConfirmed));
    assert_eq!(sandbox.attempts("enos-iam", "li.wen"), 0, "nothing was sent");
    for name in ["spare", "accept"] {
        hallpass.sign_in(name, typed(PASSWORD)).await.unwrap();
    }
    assert_eq!(token(&hallpass, "spare").await, Some(ErrorCode::ProductionNotConfirmed));
    assert_eq!(token(&hallpass, "accept").await, None);
    let overview = hallpass.overview().await.unwrap();
    let production: Vec<_> = overview.rows.iter().map(|row| (&*row.name, row.production)).collect();
    assert_eq!(production, [("accept", false), ("spare", true)]);
    hallpass.open_production(&hallpass.profile("spare").await.unwrap());
    assert_eq!(token(&hallpass, "spare").await, None, "it opens as production does");

    // The same group means either, by its id.
    hallpass.use_environment("Yunling", own("dr")).await.unwrap();
    let meant = hallpass.resolve("yunling", || Ok(Default::default())).await.unwrap();
    assert!(meant.name == "spare" && meant.environment.is_production());
    let unknown = hallpass.use_environment("Yunling", own("nowhere")).await.unwrap_err();
    assert!(unknown.message.en.contains("dev, test, staging, prod, dr, uat"), "{unknown:?}");
}

#[tokio::test]
async fn plain_http_goes_to_none_that_counts_as_production_not_even_later() {
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_environment("uat", named("", "UAT", false)).await.unwrap();
    let plain = |name: &str, id: &str| ProfileDraft {
        environment: Some(own(id)),
        allow_http: Some(true),
        ..iam(name, "http://iam.example", "li.wen")
    };
    hallpass.add_profile(plain("a", "uat")).await.unwrap();
    let production = EnvironmentDraft { production: Some(true), ..EnvironmentDraft::default() };
    let refused = hallpass.edit_environment("uat", production, false).await.unwrap_err();
    assert!(refused.message.en.starts_with("a: ") && refused.message.en.contains("plain HTTP"), "{refused:?}");
    hallpass.add_environment("dr", named("", "DR", true)).await.unwrap();
    assert_eq!(code(hallpass.add_profile(plain("b", "dr"))).await, Some(ErrorCode::InvalidField));
}

#[tokio::test]
async fn profiles_leave_production_only_if_a_person_confirms_it() {
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_environment("dr", named("灾备", "DR", true)).await.unwrap();
    let not = || EnvironmentDraft { production: Some(false), ..EnvironmentDraft::default() };
    add(&hallpass, "spare", "https://iam.example", None, own("dr")).await;
    let refused = Some(ErrorCode::ProductionNotConfirmed);
    assert_eq!(code(hallpass.edit_environment("dr", not(), false)).await, refused);
    assert_eq!(code(hallpass.remove_environment("dr", Some(Environment::Test), false)).await, refused);
    assert!(hallpass.profile("spare").await.unwrap().environment.is_production());
    hallpass.edit_environment("dr", not(), true).await.unwrap();
    assert!(!hallpass.profile("spare").await.unwrap().environment.is_production());
    let said = hallpass.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    assert!(said.iter().any(|event| event.detail == "dr no longer counts as production"), "{said:?}");
}

#[tokio::test]
async fn one_in_use_is_removed_with_what_uses_it_moved_or_not_at_all() {
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_environment("uat", named("", "UAT", false)).await.unwrap();
    add(&hallpass, "a", "https://iam.example", Some("East"), own("uat")).await;
    add(&hallpass, "b", "https://iam.example", Some("East"), Environment::Test).await;
    hallpass.use_environment("East", own("uat")).await.unwrap();
    let used = hallpass.remove_environment("uat", None, false).await.unwrap_err();
    assert!(used.message.en.ends_with("still used by a"), "{used:?}");
    // Another profile of its group is there already.
    assert_eq!(
        code(hallpass.remove_environment("uat", Some(Environment::Test), false)).await,
        Some(ErrorCode::InvalidField)
    );
    assert_eq!(hallpass.profile("a").await.unwrap().environment.id(), "uat", "nothing was changed by halves");
    let removed = hallpass.remove_environment("uat", Some(Environment::Staging), false).await.unwrap();
    assert_eq!(removed.moved, ["a"]);
    let [group] = &hallpass.groups().await.unwrap()[..] else { panic!("there is one") };
    assert_eq!(group.current, Some(Environment::Staging), "the group's name means the same profile as before");
    assert_eq!(order(&hallpass).await, ["dev", "test", "staging", "prod"]);
    for built_in in ["dev", "prod"] {
        assert_eq!(code(hallpass.remove_environment(built_in, None, true)).await, Some(ErrorCode::Usage));
        let draft = EnvironmentDraft { production: Some(false), ..EnvironmentDraft::default() };
        assert_eq!(
            code(hallpass.edit_environment(built_in, draft, true)).await,
            (built_in == "prod").then_some(ErrorCode::Usage)
        );
    }
}

#[tokio::test]
async fn names_are_told_apart_and_places_are_a_person_s() {
    let hallpass = in_memory(&TestClock::default()).await;
    let violet = EnvironmentDraft {
        colour: Some(EnvironmentColour::Violet),
        after: Some("test".to_owned()),
        ..named("验收", "", false)
    };
    let added = hallpass.add_environment("uat", violet).await.unwrap();
    assert_eq!((&*added.name.zh, &*added.name.en), ("验收", "验收"), "one name serves both languages");
    assert_eq!(order(&hallpass).await, ["dev", "test", "uat", "staging", "prod"]);
    let first = EnvironmentDraft { after: Some(String::new()), ..EnvironmentDraft::default() };
    hallpass.edit_environment("prod", first, false).await.unwrap();
    assert_eq!(order(&hallpass).await, ["prod", "dev", "test", "uat", "staging"]);
    for (id, zh, en, field) in [
        ("uat", "", "Another", "id"),
        ("prod", "", "Another", "id"),
        ("fake", "生产", "", "name_zh"),
        ("fake", "", "PRODUCTION", "name_en"),
        ("fake", "", "prod", "name_en"),
        ("fake", "验收", "", "name_zh"),
        ("Fake", "", "", "id"),
        ("1", "", "", "id"),
        ("a=b", "", "", "id"),
        ("a-name-of-over-twenty", "", "", "id"),
    ] {
        let refused = hallpass.add_environment(id, named(zh, en, false)).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some(field), "{id} {zh} {en}");
    }
}

#[tokio::test]
async fn a_pack_brings_what_is_missing_and_changes_nothing_that_is_here() {
    let (here, there) = (in_memory(&TestClock::default()).await, in_memory(&TestClock::default()).await);
    here.add_environment("dr", named("灾备", "DR", true)).await.unwrap();
    add(&here, "spare", "https://iam.example", None, own("dr")).await;
    let written = here.pack(&[]).await.unwrap().write(PackFormat::Json).unwrap();
    let pack = || Pack::read(&written, PackFormat::Json).unwrap();

    let looked = there.look_at_import(pack()).await.unwrap();
    let [new] = &looked.environments[..] else { panic!("it is shown: {looked:?}") };
    assert_eq!((&*new.id, &*new.name.zh, new.production, new.new), ("dr", "灾备", true, true));
    assert_eq!(order(&there).await.len(), 4, "looking adds nothing");
    there.import(pack()).await.unwrap();
    assert!(there.profile("spare").await.unwrap().environment.is_production());
    assert!(there.look_at_import(pack()).await.unwrap().environments.is_empty(), "the same is not worth a word");

    // A pack that says it is no production changes nothing here, and says so.
    let mut tame = pack();
    tame.environments[0].production = false;
    let kept = there.import(tame.clone()).await.unwrap();
    assert!(matches!(&kept.environments[..], [one] if !one.new && one.production), "{kept:?}");
    assert!(there.profile("spare").await.unwrap().environment.is_production());
    // Nor does it add one that takes the place of production by its name.
    tame.environments[0].name.en = "Production".into();
    let third = in_memory(&TestClock::default()).await;
    assert_eq!(third.import(tame.clone()).await.unwrap_err().field.as_deref(), Some("name_en"));
    // One that moves a profile out of production is shown as what it is.
    tame.environments.clear();
    tame.profiles[0].environment = Environment::Test;
    let moved = there.look_at_import(tame).await.unwrap();
    assert!(moved.profiles[0].differences.iter().any(|one| one.field == "environment" && one.way), "{moved:?}");
}

#[tokio::test]
async fn of_an_environment_that_nothing_is_known_of_production_is_assumed() {
    let hallpass = in_memory(&TestClock::default()).await;
    let table = "name,provider,server,environment\nspare,enos-iam,https://iam.example,dr\n";
    let pack = Pack::read(table.as_bytes(), PackFormat::Csv).unwrap();
    let looked = hallpass.look_at_import(pack.clone()).await.unwrap();
    assert!(matches!(&looked.environments[..], [one] if one.new && one.production && one.id == "dr"), "{looked:?}");
    hallpass.import(pack).await.unwrap();
    assert!(hallpass.profile("spare").await.unwrap().environment.is_production());
    // Typed, it is a slip.
    let slip = ProfileDraft { environment: Some(own("drr")), ..iam("x", "https://iam.example", "li.wen") };
    let refused = hallpass.add_profile(slip).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::InvalidField, Some("env")));
    // What undoing puts back finds its environment again.
    let aside = hallpass.set_aside("spare").await.unwrap();
    hallpass.remove_profile("spare").await.unwrap();
    hallpass.remove_environment("dr", None, false).await.unwrap();
    hallpass.put_back(aside).await.unwrap();
    assert!(hallpass.profile("spare").await.unwrap().environment.is_production());
}
