# May use what the team "TEAM" shares. Reading a shared secret is what signing in with it takes, so a reader can also read
# it with other tools; and the guard records, which keep the shared account from being locked, are everybody's to write.
# "MOUNT" is the KV engine, version 2, with check-and-set required.
path "MOUNT/data/TEAM/profiles/*" { capabilities = ["read"] }
path "MOUNT/data/TEAM/secrets/*" { capabilities = ["read"] }
path "MOUNT/data/TEAM/guard/*" { capabilities = ["create", "read", "update"] }
path "MOUNT/metadata/TEAM/*" { capabilities = ["read", "list"] }
path "MOUNT/detailed-metadata/TEAM/*" { capabilities = ["list"] }
