//! What crosses to the page and back. Nothing that goes to the page can hold a secret, but [`Revealed`].

mod desktop;
mod profile;
mod sign_in;
mod start;
mod token;
mod vault;

pub use desktop::{Asked, AskedFor, DesktopView, Dragged, ShortcutOffer};
pub use profile::{HealthReport, PackFile, ProfileView, SavedFile};
pub use sign_in::{BatchItem, SignInReply};
pub use start::Start;
pub use token::{Cleared, CopyResult, Reveal, RevealForm, Revealed};
pub use vault::{KeyPlace, KeyringCheck, Level, PassphraseJudgement, VaultState, VaultView};
