// Two sides of one run that talk to each other in one place.
#pragma once

#include <functional>

#include "base/check.h"
#include "comparison/session.h"

namespace arasha::comparison {

inline crypto::Key seed_of(std::uint8_t value) {
  static const bool is_ready = crypto::initialize().is_ok();
  REQUIRE(is_ready);
  crypto::Key key;
  key.fill([&](auto bytes) { std::fill(bytes.begin(), bytes.end(), value); });
  return key;
}
template <class IdType>
IdType id_of(std::uint8_t value) {
  std::array<std::uint8_t, IdType::kSize> bytes{};
  bytes.fill(value);
  return IdType::from_array(bytes);
}

inline const RunId kRun = id_of<RunId>(7);
inline const OrganizationId kUs = id_of<OrganizationId>(1);
inline const OrganizationId kThem = id_of<OrganizationId>(2);

inline Terms terms(Side side, RunId run = kRun, std::uint32_t most_points = kMostPoints) {
  return side == Side::starter ? Terms{run, kUs, kThem, side, most_points} : Terms{run, kThem, kUs, side, most_points};
}

// Tokens that mean nothing: for what does not depend on names.
inline std::vector<std::vector<Token>> lists(std::initializer_list<std::initializer_list<const char*>> people) {
  std::vector<std::vector<Token>> out;
  for (const auto& one : people) {
    out.emplace_back();
    for (const char* text : one) out.back().push_back(crypto::fingerprint("test/token", {view(text)}));
  }
  return out;
}
inline Session session(Side side, const std::vector<std::vector<Token>>& tokens, std::uint8_t seed, RunId run = kRun) {
  return *Session::make(terms(side, run), tokens, seed_of(seed));
}

struct Transcript {
  std::vector<Bytes> from_starter;
  std::vector<Bytes> from_answerer;
  std::size_t bytes() const {
    std::size_t out = 0;
    for (const auto* side : {&from_starter, &from_answerer}) {
      for (const Bytes& one : *side) out += one.size();
    }
    return out;
  }
};

// Carries messages until nobody has anything to say. `change` may alter one on its way; what it empties is lost.
using Change = std::function<void(Side from, std::size_t number, Bytes& message)>;
inline Transcript talk(Session& starter, Session& answerer, const Change& change = {}) {
  Transcript out;
  for (;;) {
    const auto said = starter.take();
    for (Bytes message : said) {
      if (change) change(Side::starter, out.from_starter.size(), message);
      out.from_starter.push_back(message);
      if (!message.empty()) answerer.feed(message);
    }
    const auto answered = answerer.take();
    for (Bytes message : answered) {
      if (change) change(Side::answerer, out.from_answerer.size(), message);
      out.from_answerer.push_back(message);
      if (!message.empty()) starter.feed(message);
    }
    if (said.empty() && answered.empty()) return out;
  }
}

// Persons 1, 3 and 4 of ours are those of theirs that are 1, 2 and 3.
inline const auto kOurs = lists({{"a", "b"}, {"c"}, {}, {"d", "e"}, {"c", "f"}});
inline const auto kTheirs = lists({{"x"}, {"c", "y"}, {"e", "z"}, {"e"}});

struct Both {
  Session starter = session(Side::starter, kOurs, 1);
  Session answerer = session(Side::answerer, kTheirs, 2);
};

inline ComparisonMessage parsed(const Bytes& bytes) { return *read_message(bytes); }
// Applies `edit` to the message of that kind and number.
template <class F>
Change edit(Side side, ComparisonMessage::WhatCase what, F&& f) {
  return [side, what, f = std::forward<F>(f)](Side from, std::size_t, Bytes& bytes) {
    auto message = read_message(bytes);
    if (from != side || !message || message->what_case() != what) return;
    if (f(*message)) bytes = write_message(*message);
  };
}
inline bool is_leg(const ComparisonMessage& message, ComparisonMessage::Leg leg) { return message.points().leg() == leg; }

}  // namespace arasha::comparison
