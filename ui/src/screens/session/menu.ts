/** What can be done with a profile and its session, from its header and from its row. */
import { t } from "../../i18n/index.svelte";
import type { ProfileRow } from "../../ipc/contract";
import type { MenuItem } from "../../components/Menu.svelte";
import { copy, verify } from "../../state/actions";
import { app } from "../../state/app.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { list } from "../../state/list.svelte";
import { renew } from "../../state/bulk";
import { signIn } from "../../state/signing.svelte";
import { shownKeys } from "../../state/shortcuts";
import { isFavourite } from "../../state/tags";
import { favour } from "../../state/bulk_edit";

/** The header's: what its own buttons do is not said again. */
export function itemsOf(row: ProfileRow): MenuItem[] {
  const { name } = row;
  return [
    ...(row.session === null ? [] : showing(row)),
    ...(row.session?.can.includes("verify")
      ? [{ label: t("more.verify"), icon: "verify" as const, apart: true, run: () => void verify(name) }]
      : []),
    {
      label: t(row.session ? "more.sign_in" : "act.sign_in"),
      icon: "sign_in",
      keys: shownKeys("sign_in"),
      run: () => signIn(name),
    },
    ...ofProfile(row),
  ];
}

/** The row's, which has no buttons: everything. */
export function rowItems(row: ProfileRow): MenuItem[] {
  const { name, session } = row;
  if (session === null) return itemsOf(row);
  return [
    { label: t("act.copy"), icon: "copy", keys: "Enter", run: () => void copy(name) },
    ...showing(row),
    ...(session.can.includes("renew")
      ? [
          {
            label: t("act.renew"),
            icon: "renew" as const,
            keys: shownKeys("renew"),
            apart: true,
            run: () => void renew([name]),
          },
        ]
      : []),
    ...(session.can.includes("verify")
      ? [{ label: t("more.verify"), icon: "verify" as const, run: () => void verify(name) }]
      : []),
    { label: t("more.sign_in"), icon: "sign_in", keys: shownKeys("sign_in"), run: () => signIn(name) },
    { label: t("act.sign_out"), icon: "sign_out", run: () => dialogs.show({ kind: "sign_out", names: [name] }) },
    ...ofProfile(row),
  ];
}

const showing = ({ name }: ProfileRow): MenuItem[] => [
  {
    label: t("more.copy_as"),
    icon: "key",
    keys: shownKeys("copy_as"),
    run: () => dialogs.show({ kind: "palette", name }),
  },
  { label: t("more.large"), icon: "large", keys: "Space", run: () => dialogs.show({ kind: "large", name }) },
  { label: t("more.qr"), icon: "qr", run: () => dialogs.show({ kind: "qr", name }) },
];

function ofProfile(row: ProfileRow): MenuItem[] {
  const { name } = row;
  const starred = isFavourite(row);
  return [
    {
      label: t(starred ? "more.unfavourite" : "more.favourite"),
      icon: starred ? "unstar" : "star",
      apart: true,
      run: () => void favour([name], !starred),
    },
    {
      label: t("more.edit"),
      icon: "edit",
      run: () => (list.only(name), app.open({ screen: "editor", name, like: null })),
    },
    ...(row.team === null && app.overview.teams.length > 0
      ? [{ label: t("more.share"), icon: "team" as const, run: () => app.open({ screen: "team", share: name }) }]
      : []),
    { label: t("more.duplicate"), icon: "profiles", run: () => app.open({ screen: "editor", name: null, like: name }) },
  ];
}
