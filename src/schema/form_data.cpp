#include "schema/form_data.h"

#include "base/text.h"

namespace arasha::schema {
namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> decode(std::string_view text) {
  const Error bad(ErrorCode::invalid_input, "The form did not arrive whole. Send it again.");
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return bad;
      const int high = hex(text[i + 1]);
      const int low = hex(text[i + 2]);
      if (high < 0 || low < 0) return bad;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  if (!is_utf8(out)) return bad;
  return out;
}

void encode(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    if (plain) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
}

}  // namespace

std::string_view FormData::get(std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (field == name) return value;
  }
  return {};
}

std::vector<std::string_view> FormData::all(std::string_view name) const {
  std::vector<std::string_view> out;
  for (const auto& [field, value] : fields_) {
    if (field == name) out.emplace_back(value);
  }
  return out;
}

bool FormData::has(std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (field == name) return true;
  }
  return false;
}

Result<FormData> parse_urlencoded(std::string_view body) {
  const Error too_large(ErrorCode::too_large, "The form is too large. Shorten the texts and send it again.");
  if (body.size() > kFormLimit) return too_large;
  FormData out;
  while (!body.empty()) {
    const auto end = body.find('&');
    const std::string_view pair = body.substr(0, end);
    body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
    if (pair.empty()) continue;
    if (out.fields().size() >= kFormFields) return too_large;
    const auto equals = pair.find('=');
    TRY(name, decode(pair.substr(0, equals)));
    TRY(value, decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1)));
    out.add(std::move(name), std::move(value));
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = text.find_first_of(separators);
    if (end != 0) out.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

std::string to_urlencoded(const FormData& data) {
  std::string out;
  for (const auto& [name, value] : data.fields()) {
    if (!out.empty()) out += '&';
    encode(name, out);
    out += '=';
    encode(value, out);
  }
  return out;
}

}  // namespace arasha::schema
