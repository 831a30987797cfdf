// From the parsed head and body of a message to a Request. Inside web/server only.
#pragma once

#include <boost/beast/http.hpp>

#include "web/http.h"

namespace arasha::web::server {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::string_body>;
using Message = http::request<http::string_body>;

struct Refusal {
  int status;
  Error error;
};

struct Peer {
  std::string address;
  bool secure = false;       // TLS ends here
  bool behind_proxy = false;
};

// The head alone: enough to know the language of whoever asks, and whether the rest may come. Nothing of a request that is
// not understood is believed, but its head is still filled in as far as it goes.
std::optional<Refusal> read_head(const Message& message, const Peer& peer, Request& out);
// The body of a request whose head was accepted.
std::optional<Refusal> read_body(const Message& message, Request& out);

// The bytes of an answer: status line and fields. A body of `size` bytes follows, unless `head_only`.
std::string head_of(const Response& response, std::size_t size, bool keep_alive, bool secure);

}  // namespace arasha::web::server
