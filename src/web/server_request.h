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

// One of few, as long as it lives.
class Counted {
 public:
  explicit Counted(int& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  int& count_;
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
// Takes it out of the message.
std::optional<Refusal> read_body(Message& message, Request& out);

// The bytes of an answer: status line and fields. A body of `size` bytes follows, unless `head_only`.
std::string head_of(const Response& response, std::size_t size, bool keep_alive, bool secure);

}  // namespace arasha::web::server
