//! The driver and the house keeping around it: guard, profiles, sessions, activity. Knows no Tauri.
