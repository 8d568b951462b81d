//! IP networks, read as Kubernetes reads them.
//!
//! Texts are those of Go's `net/netip`, as in the CEL library of Kubernetes: no leading zeros, no zones, and no IPv4
//! address dressed as IPv6 (`::ffff:10.0.0.1`), which API validation refuses too. An IPv4 address is in no IPv6 network.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr};

/// Reads a network, `10.0.0.0/8`, or an address, as the network of that address alone. Bits after the prefix are
/// cleared, as `net.ParseCIDR` does.
///
/// ```
/// use kubelaw::kubernetes::cidr;
///
/// let net = cidr::parse("10.1.2.3/8").unwrap();
/// assert_eq!(net.to_string(), "10.0.0.0/8");
/// assert!(cidr::contains_address(&net, cidr::parse_address("10.255.0.1").unwrap()));
/// assert!(cidr::contains(&net, &cidr::parse("10.9.0.0/16").unwrap()));
/// assert_eq!(cidr::parse("010.0.0.0/8"), None);
/// ```
pub fn parse(text: &str) -> Option<IpNet> {
    let Some((address, length)) = text.split_once('/') else { return parse_address(text).map(IpNet::from) };
    let plain = length == "0" || !length.starts_with('0') && length.bytes().all(|b| b.is_ascii_digit());
    let length = if plain { length.parse().ok()? } else { return None };
    IpNet::new(parse_address(address)?, length).ok().map(|net| net.trunc())
}

/// Reads an address.
pub fn parse_address(text: &str) -> Option<IpAddr> {
    let address: IpAddr = text.parse().ok()?;
    let mapped = matches!(address, IpAddr::V6(v6) if is_mapped(v6));
    (!mapped).then_some(address)
}

/// Whether an address is in a network.
pub fn contains_address(net: &IpNet, address: IpAddr) -> bool {
    net.contains(&address)
}

/// Whether the whole of another network is in a network.
pub fn contains(net: &IpNet, other: &IpNet) -> bool {
    net.contains(other)
}

fn is_mapped(address: Ipv6Addr) -> bool {
    address.to_ipv4_mapped().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_networks_and_addresses() {
        for (text, expected) in [
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("::/0", "::/0"),
            ("2001:db8::1/32", "2001:db8::/32"),
            ("169.254.169.254", "169.254.169.254/32"),
            ("::1", "::1/128"),
        ] {
            assert_eq!(parse(text).map(|net| net.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "/",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0.0/08",
            "10.0.0.0/+8",
            "10.0.0/8",
            "010.0.0.0/8",
            "::1/129",
            "fe80::1%eth0/64",
            "::ffff:10.0.0.0/104",
            "::ffff:10.0.0.1",
            " 10.0.0.0/8",
            "10.0.0.0/8/8",
            "1.2.3.4.5",
            "10.0.0.0/-1",
            "example.com",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn contains_by_family() {
        let net = |text| parse(text).unwrap();
        for (outer, inner, expected) in [
            ("0.0.0.0/0", "169.254.169.254/32", true),
            ("10.0.0.0/8", "10.0.0.0/8", true),
            ("10.0.0.0/8", "0.0.0.0/0", false),
            ("10.0.0.0/9", "10.128.0.0/9", false),
            ("::/0", "10.0.0.0/8", false),
            ("0.0.0.0/0", "::1/128", false),
            ("::/0", "2001:db8::/32", true),
        ] {
            assert_eq!(contains(&net(outer), &net(inner)), expected, "{outer} {inner}");
        }
    }
}
