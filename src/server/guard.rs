//! Who may ask: requests that name this preview as their host, from no page but its own.
//!
//! Against a foreign page in the same browser: one that points its own name at this machine (DNS
//! rebinding) shows in `Host`, one that asks across origins shows in `Origin`.

use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The hosts under which this preview is known.
#[derive(Debug, Clone)]
pub struct Guard {
    address: SocketAddr,
    name: Option<String>,
}

impl Guard {
    /// For a server that listens here, and is reachable by this name too.
    pub fn new(address: SocketAddr, name: Option<String>) -> Self {
        Self { address, name }
    }

    /// Whether this request may have an answer.
    pub fn admits(&self, request: &Parts) -> bool {
        let mut hosts = request.headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let target = request.uri.authority().map(Authority::as_str);
        let origins = request.headers.get_all(ORIGIN).iter().map(|origin| origin.to_str().unwrap_or_default());
        host.to_str().is_ok_and(|host| self.is_ours(host))
            && target.is_none_or(|target| self.is_ours(target))
            && origins.into_iter().all(|origin| origin.strip_prefix("http://").is_some_and(|host| self.is_ours(host)))
    }

    /// Whether `name:port`, or a name alone for port 80, is this preview.
    fn is_ours(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        port == Some(self.address.port()) && self.is_our_name(name)
    }

    fn is_our_name(&self, name: &str) -> bool {
        let given = self.name.as_deref().is_some_and(|given| given.eq_ignore_ascii_case(name));
        given || name.eq_ignore_ascii_case("localhost") || ip(name).is_some_and(|ip| self.is_our_address(ip))
    }

    /// Bound to every address, any will do: rebinding needs a name.
    fn is_our_address(&self, ip: IpAddr) -> bool {
        let bound = self.address.ip();
        ip == Ipv4Addr::LOCALHOST || ip == Ipv6Addr::LOCALHOST || ip == bound || bound.is_unspecified()
    }
}

/// An address as it stands in a URL, IPv6 in brackets.
fn ip(name: &str) -> Option<IpAddr> {
    match name.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse().ok().map(IpAddr::V6),
        None => name.parse().ok().map(IpAddr::V4),
    }
}

/// Whether no browser says that another site's page, or nobody's, asks: for what only our own script may ask.
pub fn is_from_here(request: &Parts) -> bool {
    request.headers.get_all("sec-fetch-site").iter().all(|site| site == "same-origin")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(ip: [u8; 4], name: Option<&str>) -> Guard {
        Guard::new(SocketAddr::from((ip, 4000)), name.map(str::to_owned))
    }

    #[test]
    fn loopback_names_are_ours_with_our_port_only() {
        let guard = guard([127, 0, 0, 1], None);
        for ours in ["localhost:4000", "LocalHost:4000", "127.0.0.1:4000", "[::1]:4000"] {
            assert!(guard.is_ours(ours), "{ours}");
        }
        let foreign = ["localhost", "localhost:80", "[::1]", "::1:4000", "127.0.0.2:4000", "evil.example:4000"];
        for foreign in
            foreign.into_iter().chain(["localhost.evil.example:4000", "a@localhost:4000", ":4000", "", "[::1"])
        {
            assert!(!guard.is_ours(foreign), "{foreign}");
        }
    }

    #[test]
    fn another_host_adds_its_address_and_its_name() {
        let guard = guard([192, 168, 1, 5], Some("desk.local"));
        assert!(
            guard.is_ours("192.168.1.5:4000") && guard.is_ours("desk.local:4000") && guard.is_ours("localhost:4000")
        );
        assert!(!guard.is_ours("192.168.1.6:4000") && !guard.is_ours("other.local:4000"));
    }

    #[test]
    fn every_address_means_any_address_but_no_name() {
        let guard = guard([0, 0, 0, 0], None);
        assert!(guard.is_ours("192.168.1.5:4000") && guard.is_ours("[fe80::1]:4000"));
        assert!(!guard.is_ours("desk.local:4000"));
    }
}
