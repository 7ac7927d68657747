# May also share, change and remove. It names the same paths as the reader's policy: of several policies that match, the
# most specific path counts alone.
path "MOUNT/data/TEAM/profiles/*" { capabilities = ["create", "read", "update"] }
path "MOUNT/data/TEAM/secrets/*" { capabilities = ["create", "read", "update"] }
path "MOUNT/data/TEAM/guard/*" { capabilities = ["create", "read", "update"] }
path "MOUNT/delete/TEAM/*" { capabilities = ["create", "update"] }
path "MOUNT/metadata/TEAM/*" { capabilities = ["read", "list"] }
path "MOUNT/detailed-metadata/TEAM/*" { capabilities = ["list"] }
