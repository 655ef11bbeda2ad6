//! YAML with places: serde_yaml's values, and where in the file each key and value stands.
//!
//! serde_yaml keeps no places, so they are found again by a scan of the text for the path of keys.

