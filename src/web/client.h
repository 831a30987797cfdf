// A small HTTP client for what one server sends to another: one POST, one answer, then the connection ends. It follows no
// redirect, keeps no cookie and says nothing about itself.
//
// Over TLS (1.2 or newer) the other server is believed when its certificate is good by this machine's roots and for its name, or
// by its pin where one is given: then the public key of its certificate must be that one, and nothing else about the certificate
// counts. Without TLS it speaks to this machine only.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "base/bytes.h"
#include "crypto/hash.h"

namespace arasha::web {

// SHA-256 of a certificate's public key (SubjectPublicKeyInfo, DER), as in RFC 7469.
using Pin = crypto::Hash;

// An address of another server, read once. "https://house.example", "https://house.example:8470/arasha", "http://127.0.0.1:8471".
struct Url {
  bool tls = true;
  std::string host;  // lower case; an IPv6 address without its brackets
  unsigned short port = 443;
  std::string path;  // empty, or begins with '/' and does not end with one

  std::string text() const;
};
// `invalid_input` for anything but http and https, for a user's name, a query or a fragment in it, and for http to anywhere but
// a loopback address.
Result<Url> parse_url(std::string_view text);

struct ClientLimits {
  std::chrono::milliseconds deadline{60'000};  // for all of it, but the machine's own looking up of a name ends when it ends
  std::size_t answer = 64 * 1024;              // bytes of its body
};
struct ClientAnswer {
  int status = 0;
  Bytes body;
  std::optional<std::chrono::seconds> retry_after;
};

// Sends `body` as application/octet-stream to `path` below the address. Blocks; ends early when `stop` is asked for. Failures:
// `unavailable` (nobody answers there, cut off, stopped), `busy` (the deadline), `denied` (the certificate), `too_large` (the
// answer), `damaged` (the answer is not HTTP).
Result<ClientAnswer> post_bytes(const Url& url, std::string_view path, const std::optional<Pin>& pin, BytesView body,
                                const ClientLimits& limits = {}, const std::stop_token& stop = {});

// The pin of the first certificate in a PEM file: for an own server that others shall know by it.
Result<Pin> pin_of_certificate(const std::filesystem::path& certificate);

}  // namespace arasha::web
