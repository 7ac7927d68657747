//! The steps of a provider's operations as a type, so that none is forgotten where an answer is read.

/// Declares `enum Step`: each step, and the name under which a sign-in that waits is stored; so a name does not change.
macro_rules! steps {
    ($($(#[$about:meta])* $step:ident = $name:literal,)+) => {
        /// The step of an operation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Step {
            $($(#[$about])* $step,)+
        }

        impl Step {
            /// The step of a state.
            ///
            /// # Errors
            /// Returns [`crate::fault::Fault::Unsupported`] if this version knows no such step.
            pub(super) fn of(state: &crate::state::State) -> Result<Self, crate::fault::Fault> {
                match state.step.as_str() {
                    $($name => Ok(Self::$step),)+
                    _ => Err(crate::fault::Fault::Unsupported),
                }
            }
        }

        impl From<Step> for String {
            fn from(step: Step) -> Self {
                match step { $(Step::$step => $name,)+ }.to_owned()
            }
        }
    };
}

pub(crate) use steps;
