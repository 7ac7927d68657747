//! Files that only their owner can read, and how a complete file is renamed into place: the only place that knows how
//! each system handles file permissions and open files.
//!
//! On Unix a file has mode 0600 and a folder 0700. On Windows each has an access control list that names its owner and
//! inherits nothing; what is made in such a folder inherits from it.

mod access;
#[cfg(windows)]
mod acl;
mod held;
mod reason;
mod replace;
mod shown;
mod small;
#[cfg(unix)]
#[path = "unix.rs"]
mod system;
#[cfg(windows)]
#[path = "windows.rs"]
mod system;

pub use access::Access;
pub use held::{is_held, kind};
pub use reason::{is_about_the_path, reason};
pub use replace::{check_replaceable, replace, temporary};
pub use shown::shown;
pub use small::read_small;
pub use system::{access, close, create, create_folder, open_at_once, open_or_create};
