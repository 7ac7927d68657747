//! `hallpass team ...`: joining, syncing and sharing. Output is in `team_view`.

use hallpass_core::providers::Secret;
use hallpass_core::{Error, Hallpass, Result, SharedSecret, TeamDetails, TeamSettings};
use serde_json::json;

use super::profile::{certificate, draft};
use super::{Done, secret, team_log_in, team_view};
use crate::args::{
    Source, Team, TeamChoice, TeamEditArgs, TeamInit, TeamJoin, TeamLeave, TeamRotate, TeamServer, TeamShare, TeamSync,
};
use crate::context::Context;
use crate::exit;
use crate::i18n::{label, messages};
use hallpass_core::TeamEdit;

pub(super) async fn run(context: &Context, asked: Team) -> Done {
    match asked {
        Team::Join(asked) => join(context, asked).await,
        Team::Status(asked) => status(context, &asked).await,
        Team::Sync(asked) => sync(context, &asked).await,
        Team::Share(asked) => share(context, asked).await,
        Team::Unshare(asked) => unshare(context, &asked.name).await,
        Team::Edit(asked) => edit(context, asked).await,
        Team::Rotate(asked) => rotate(context, &asked).await,
        Team::Leave(asked) => leave(context, &asked).await,
        Team::Init(asked) => init(context, asked).await,
    }
}

async fn join(context: &Context, asked: TeamJoin) -> Done {
    let hallpass = context.open_or_make().await?;
    let before = joined(&hallpass, &asked.server).await?;
    let TeamJoin { server, user, method, method_mount, proof } = asked;
    let written = TeamDetails { user, method, method_mount, ..details(server)? };
    let settings = TeamSettings::with(before.as_ref(), written)?;
    let alias = settings.alias.clone();
    team_log_in::log_in(context, &hallpass, settings, &proof).await?;
    // What it shares is wanted at once; a person sees what came.
    let brought = hallpass.sync_team(Some(alias.as_str())).await?;
    team_view::problems(context, &brought);
    let status = hallpass.team_status(Some(alias.as_str())).await?;
    let said = messages::team_joined(alias.as_str(), brought.added.len());
    let page = || team_view::joined(context, &said, &brought);
    context.output.result(&json!({ "team": status, "sync": brought }), page)?;
    Ok(exit::DONE)
}

/// The settings of a team that was joined under this name.
async fn joined(hallpass: &Hallpass, asked: &TeamServer) -> Result<Option<TeamSettings>> {
    let alias = asked.alias.as_ref().unwrap_or(&asked.team);
    let teams = hallpass.teams().await?;
    Ok(teams.into_iter().find(|team| team.alias.as_str().eq_ignore_ascii_case(alias)))
}

fn details(asked: TeamServer) -> Result<TeamDetails> {
    let TeamServer { team, alias, servers, mount, namespace, ca, proxy } = asked;
    let ca = ca.as_deref().map(certificate).transpose()?;
    Ok(TeamDetails { team: Some(team), alias, servers, mount, namespace, ca, proxy, ..TeamDetails::default() })
}

pub(super) fn ask(
    context: &Context,
    source: Option<&Source>,
    question: &hallpass_core::providers::Text,
    field: &str,
) -> Result<Secret> {
    match source {
        Some(Source::File(file)) => secret::of_file(file),
        Some(Source::Input) => secret::of_input(context, question, field),
        None if context.output.asks => secret::of_input(context, question, field),
        None => Err(Error::missing(field)),
    }
}

async fn status(context: &Context, asked: &TeamChoice) -> Done {
    let hallpass = context.open().await?;
    let status = hallpass.team_status(asked.team.as_deref()).await?;
    context.output.result(&json!({ "team": status }), || team_view::page(context, &status))?;
    Ok(exit::DONE)
}

async fn sync(context: &Context, asked: &TeamSync) -> Done {
    let hallpass = context.open().await?;
    // What a person has seen is used before anything newer comes.
    let mut accepted = Vec::new();
    for name in &asked.accept {
        accepted.push((name.as_str(), hallpass.accept_shared(name).await?));
    }
    let brought = hallpass.sync_team(asked.choice.team.as_deref()).await?;
    team_view::problems(context, &brought);
    let json = json!({ "sync": brought, "accepted": asked.accept });
    context.output.result(&json, || team_view::synced(context, &accepted, &brought))?;
    Ok(if brought.problems.is_empty() { exit::DONE } else { exit::PARTIAL })
}

async fn share(context: &Context, asked: TeamShare) -> Done {
    let hallpass = context.open().await?;
    let secret = match (&asked.secret, asked.same_secret_as) {
        (Some(source), _) => SharedSecret::New(ask(context, Some(source), &label::SECRET, "secret")?),
        (None, Some(other)) => SharedSecret::SameAs(other),
        (None, None) => SharedSecret::None,
    };
    let with_secret = !matches!(secret, SharedSecret::None);
    hallpass.share_profile(asked.team.as_deref(), &asked.name, secret).await?;
    let said = messages::shared(&asked.name, with_secret);
    let json = json!({ "shared": asked.name, "secret": with_secret });
    context.output.result(&json, || context.output.success(&said))?;
    Ok(exit::DONE)
}

async fn unshare(context: &Context, name: &str) -> Done {
    context.open().await?.unshare_profile(name).await?;
    let said = messages::unshared(name);
    context.output.result(&json!({ "unshared": name }), || context.output.success(&said))?;
    Ok(exit::DONE)
}

async fn edit(context: &Context, asked: TeamEditArgs) -> Done {
    let hallpass = context.open().await?;
    if asked.discard_draft {
        hallpass.discard_team_draft(&asked.name).await?;
        let said = messages::draft_discarded(&asked.name);
        context.output.result(&json!({ "discarded": asked.name }), || context.output.success(&said))?;
        return Ok(exit::DONE);
    }
    if !asked.fields.settings.secrets.is_empty() {
        return Err(messages::secrets_are_rotated(&asked.name));
    }
    let came = if asked.send_draft {
        hallpass.send_team_draft(&asked.name, asked.over).await?
    } else {
        let mut draft = draft(context, asked.fields)?;
        draft.name = asked.rename;
        hallpass.edit_shared(&asked.name, draft).await?
    };
    context.output.result(&came, || team_view::edit(context, &asked.name, &came))?;
    Ok(if matches!(came, TeamEdit::Conflict { .. }) { exit::REFUSED } else { exit::DONE })
}

async fn rotate(context: &Context, asked: &TeamRotate) -> Done {
    let hallpass = context.open().await?;
    // Read before anyone is blocked: a file that is not there stops nobody.
    let given = match &asked.secret {
        Some(source @ Source::File(_)) => Some(ask(context, Some(source), &label::SECRET, "secret")?),
        _ => None,
    };
    if given.is_none() && asked.secret.is_none() && !context.output.asks {
        return Err(Error::missing("secret"));
    }
    let rotation = hallpass.begin_rotation(&asked.name, asked.force).await?;
    context.output.note_line(messages::change_it_now(&asked.name).get(context.lang()));
    let secret = match given {
        Some(secret) => Ok(secret),
        None => ask(context, asked.secret.as_ref(), &label::NEW_PASSWORD, "secret"),
    };
    let secret = match secret {
        Ok(secret) if !secret.is_empty() => secret,
        // Nothing was entered: the present one stays.
        other => {
            hallpass.cancel_rotation(&rotation).await?;
            return Err(other.err().unwrap_or_else(messages::rotation_called_off));
        }
    };
    let version = hallpass.finish_rotation(&rotation, secret).await?;
    let said = messages::rotated(&asked.name);
    let json = json!({ "rotated": asked.name, "version": version });
    context.output.result(&json, || context.output.success(&said))?;
    Ok(exit::DONE)
}

async fn leave(context: &Context, asked: &TeamLeave) -> Done {
    let hallpass = context.open().await?;
    hallpass.team_settings(Some(&asked.name)).await?;
    if context.output.asks
        && !asked.yes
        && !context.output.confirm(messages::leave_question(&asked.name).get(context.lang()))?
    {
        return Err(messages::not_left());
    }
    let revoked = hallpass.leave_team(Some(&asked.name)).await?;
    if !revoked {
        context.output.warn(&messages::not_revoked());
    }
    let said = messages::left(&asked.name);
    context.output.result(&json!({ "left": asked.name, "revoked": revoked }), || context.output.success(&said))?;
    Ok(exit::DONE)
}

async fn init(context: &Context, asked: TeamInit) -> Done {
    let hallpass = context.open_or_make().await?;
    let before = joined(&hallpass, &asked.server).await?;
    // The administrator is known by a token; a name is for those who join.
    let user = before.as_ref().map_or_else(|| Some("admin".to_owned()), |_| None);
    let settings = TeamSettings::with(before.as_ref(), TeamDetails { user, ..details(asked.server)? })?;
    let steps = Hallpass::team_set_up(&settings);
    if asked.dry_run {
        let json = json!({ "steps": team_view::steps_json(&steps) });
        context.output.result(&json, || team_view::steps(&steps))?;
        return Ok(exit::DONE);
    }
    context.output.note_line(&team_view::steps(&steps));
    if !asked.yes {
        let node = settings.nodes.first().cloned().unwrap_or_default();
        let agreed =
            context.output.asks && context.output.confirm(messages::set_up_question(&node).get(context.lang()))?;
        if !agreed {
            return Err(messages::set_up_not_confirmed());
        }
    }
    let token = ask(context, asked.token.as_ref(), &label::ADMIN_TOKEN, "token")?;
    hallpass.set_up_team(&settings, &token).await?;
    let said = messages::set_up(settings.place.team.as_str());
    context.output.result(&json!({ "set_up": settings.place.team }), || context.output.success(&said))?;
    Ok(exit::DONE)
}
