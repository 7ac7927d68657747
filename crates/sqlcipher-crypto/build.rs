//! Puts AWS-LC's headers together with what SQLCipher misses or disturbs in them, and tells rusqlite where they are.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=include");
    let to = PathBuf::from(env::var("OUT_DIR")?).join("include");
    copy(Path::new(&headers()?), &to)?;
    let (base, evp) = (to.join("openssl/base.h"), to.join("openssl/evp.h"));
    join(&base, Path::new("include/windows_names.h"), &base)?;
    join(&evp, &evp, Path::new("include/evp_mac.h"))?;
    println!("cargo:include={}", to.display());
    Ok(())
}

/// The folder of AWS-LC's headers, which its package prints under a name that has its version in it.
fn headers() -> Result<String, String> {
    let of_aws_lc = |name: &str| name.starts_with("DEP_AWS_LC_RS_") && name.ends_with("_INCLUDE");
    let found = env::vars().find(|(name, _)| of_aws_lc(name));
    found.map(|(_, folder)| folder).ok_or_else(|| "aws-lc-rs does not say where its headers are".to_owned())
}

fn join(to: &Path, first: &Path, then: &Path) -> std::io::Result<()> {
    let both = fs::read_to_string(first)? + &fs::read_to_string(then)?;
    fs::write(to, both)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::write(target, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}
