// The certificate of the server. Inside web/server only.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <memory>

#include "base/result.h"

namespace arasha::web::server {

// TLS 1.2 and 1.3 with forward secrecy only. A sentence names the file that is missing, unreadable, of another key, not
// yet or no longer valid.
Result<std::unique_ptr<boost::asio::ssl::context>> load_tls(const std::filesystem::path& certificate, const std::filesystem::path& key);

}  // namespace arasha::web::server
