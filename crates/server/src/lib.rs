//! HTTP API and web interface. Only this crate answers HTTP; it has no routes yet.
