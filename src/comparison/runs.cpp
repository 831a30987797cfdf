#include "comparison/runs.h"

#include <algorithm>
#include <set>

#include "base/catalogue.h"
#include "schema/entry_types.h"

namespace arasha::comparison {
namespace {

constexpr int kTries = 5;
constexpr std::size_t kMostAsked = 5;                        // that wait for an answer
constexpr std::chrono::hours kRunLasts{14 * 24};             // then messages of it are not acted upon

FileId file_named(std::string_view label, std::initializer_list<BytesView> parts) {
  const crypto::Hash hash = crypto::fingerprint(label, parts);
  std::array<std::uint8_t, FileId::kSize> id{};
  std::copy_n(hash.begin(), id.size(), id.begin());
  return FileId::from_array(id);
}

exchange::ThreadId thread_of(RunId run) { return *exchange::ThreadId::from_bytes(run.bytes()); }

Result<std::uint32_t> length_of(const vault::Vault& vault, FileId file) {
  TRY(row, vault.store().file(file));
  return row ? row->length : 0U;
}

// The open runs stand in the card of the history, so that what comes is judged without opening the file.
Result<ComparisonCard> card_of(const vault::Vault& vault, const vault::Keyring& by, FileId file) {
  TRY(length, length_of(vault, file));
  if (length == 0) return ComparisonCard();
  TRY(bytes, vault.card(by, file, REFERRAL));
  if (!bytes) return ComparisonCard();
  return schema::parse_as<ComparisonCard>(*bytes);
}

ComparisonRun* open_run(ComparisonCard& card, RunId run) {
  for (ComparisonRun& one : *card.mutable_open()) {
    if (one.run() == run.text()) return &one;
  }
  return nullptr;
}

void put_run(ComparisonCard& card, const ComparisonRun& run) {
  auto& open = *card.mutable_open();
  open.erase(std::remove_if(open.begin(), open.end(), [&](const ComparisonRun& one) { return one.run() == run.run(); }), open.end());
  if (run.state() == "asked" || run.state() == "begun") *open.Add() = run;
}

struct HistoryChange {
  vault::FileChange change;
  ComparisonCard card;

  void add(const google::protobuf::Message& message) { change.entries.push_back(exchange::entry_of(message)); }
  void add(const ComparisonRun& run) {
    change.entries.push_back(exchange::entry_of(run));
    put_run(card, run);
  }
  vault::FileChange take() {
    change.cards.push_back({REFERRAL, schema::serialise(card)});
    return std::move(change);
  }
};
Result<HistoryChange> change_history(const vault::Vault& vault, const vault::Keyring& by, OrganizationId partner) {
  HistoryChange out;
  out.change.file = history_file(vault, partner);
  TRY(length, length_of(vault, out.change.file));
  out.change.expected_length = length;
  TRY(card, card_of(vault, by, out.change.file));
  out.card = std::move(card);
  out.card.set_partner(partner.text());
  return out;
}

// Tried again when somebody wrote in between.
Result<void> append(vault::Vault& vault, const vault::Keyring& by, const std::function<Result<std::vector<vault::FileChange>>()>& make) {
  for (int tries = 0;; ++tries) {
    TRY(changes, make());
    const auto done = vault.append(by, changes);
    if (done || done.error().code != ErrorCode::conflict || tries == kTries) return done;
  }
}

Result<void> write_history(vault::Vault& vault, const vault::Keyring& by, OrganizationId partner, const google::protobuf::Message& message) {
  return append(vault, by, [&]() -> Result<std::vector<vault::FileChange>> {
    TRY(change, change_history(vault, by, partner));
    change.add(message);
    return std::vector<vault::FileChange>{change.take()};
  });
}

// What goes out with the run's file.
Result<vault::FileChange> sending(const vault::Vault& vault, const vault::Keyring& by, OrganizationId partner, RunId run, const std::vector<Bytes>& messages) {
  vault::FileChange out;
  out.file = run_file(vault, run);
  TRY(length, length_of(vault, out.file));
  out.expected_length = length;
  TRY(book, exchange::read_book(vault, by));
  for (const Bytes& message : messages) {
    TRY(prepared, exchange::prepare(vault, by, book, {partner, thread_of(run), exchange::kComparison, message, vault.clock().now() + kRunLasts}));
    out.entries.push_back(std::move(prepared.entry));
    // Dozens of messages go there and back: nobody carries them by hand.
    if (!prepared.parcel) return Error(ErrorCode::unavailable, "This partner has no address on the network, and comparing needs one. Ask it for its card with an address.");
    out.post.push_back(std::move(*prepared.parcel));
  }
  return out;
}

// The messages of a run that came, from that entry on; and the entries whose content is still there.
struct Came {
  std::uint32_t length = 0;
  std::vector<Bytes> messages;
  std::vector<std::uint32_t> readable;
};
Result<Came> read_run(vault::Vault& vault, const vault::Keyring& by, RunId run, std::uint32_t from) {
  TRY(opened, vault.open_file(by, run_file(vault, run)));
  Came out;
  out.length = opened.length;
  for (const vault::OpenedEntry& entry : opened.entries) {
    if (entry.state != vault::EntryState::readable || entry.header.type == vault::kErasureType) continue;
    out.readable.push_back(entry.header.seq);
    if (entry.header.seq < from) continue;
    TRY(message, schema::parse_entry(entry.header.type, entry.content));
    const auto* received = dynamic_cast<const MessageReceived*>(message.get());
    if (received == nullptr) continue;
    TRY(kept, exchange::kept_message(view(received->message())));
    out.messages.push_back(kept.content);
  }
  return out;
}

Result<std::vector<vault::FileChange>> keep(vault::Vault& vault, const vault::Keyring& by, const exchange::Received& received) {
  TRY(message, read_message(received.message.content));
  TRY(run, RunId::from_bytes(view(message.run())));
  const OrganizationId from = received.message.from;
  if (received.late || received.message.thread != thread_of(run)) return Error(ErrorCode::invalid_input, "A message of a comparison could not be understood.");
  const auto state = vault.directory();
  const vault::Partner* partner = state->partner(from);
  if (partner == nullptr || !partner->keys) return Error(ErrorCode::unavailable, "The keys of this partner do not count.");
  TRY(history, change_history(vault, by, from));
  std::vector<vault::FileChange> out;
  vault::FileChange kept;
  kept.file = run_file(vault, run);
  TRY(length, length_of(vault, kept.file));
  kept.expected_length = length;
  const ComparisonRun* open = open_run(history.card, run);
  if (open == nullptr) {
    // Only the first message of a new run makes one, and few may wait; what belongs to none is not kept.
    const auto asked = std::count_if(history.card.open().begin(), history.card.open().end(), [](const ComparisonRun& one) { return one.state() == "asked"; });
    if (length != 0 || !asked_by(received.message.content) || asked >= static_cast<std::ptrdiff_t>(kMostAsked)) {
      return Error(ErrorCode::invalid_input, "This message belongs to no comparison that goes on.");
    }
    ComparisonRun begun = run_begun(from, run, false, 0);
    begun.clear_own();
    begun.set_state("asked");
    begun.set_their_points(std::to_string(asked_by(received.message.content)->points));
    history.add(begun);
    out.push_back(history.take());
  } else if (open->partner() != from.text() || length > 3 * kMostMessages) {
    return Error(ErrorCode::invalid_input, "This message belongs to no comparison that goes on.");
  }
  kept.entries.push_back(exchange::entry_for(received, partner->keys->signing));
  out.push_back(std::move(kept));
  return out;
}

}  // namespace

FileId history_file(const vault::Vault& vault, OrganizationId partner) {
  return file_named("arasha/comparison-history/v1", {vault.organization().bytes(), partner.bytes()});
}
FileId run_file(const vault::Vault& vault, RunId run) { return file_named("arasha/comparison-messages/v1", {vault.organization().bytes(), run.bytes()}); }

Result<Known> read_history(vault::Vault& vault, const vault::Keyring& by, OrganizationId partner) {
  const FileId file = history_file(vault, partner);
  TRY(length, length_of(vault, file));
  if (length == 0) return Known();
  TRY(opened, vault.open_file(by, file));
  std::vector<Written> entries;
  for (const vault::OpenedEntry& entry : opened.entries) {
    if (entry.state != vault::EntryState::readable || entry.header.type == vault::kErasureType) continue;
    TRY(message, schema::parse_entry(entry.header.type, entry.content));
    const auto add = [&]<class T>(const T* said) {
      if (said != nullptr) entries.push_back({entry.header.id, entry.header.author, entry.header.time, *said});
    };
    add(dynamic_cast<const ComparisonAgreed*>(message.get()));
    add(dynamic_cast<const ComparisonWithdrawn*>(message.get()));
    add(dynamic_cast<const ComparisonRun*>(message.get()));
    add(dynamic_cast<const ComparisonHint*>(message.get()));
    add(dynamic_cast<const ComparisonHintStep*>(message.get()));
  }
  const auto state = vault.directory();
  return Known{opened.length, fold(entries, [&](MemberId member) { return state->is_in(member, vault::CircleKind::stewards); })};
}

Result<void> agree(vault::Vault& vault, const vault::Keyring& by, OrganizationId partner, ComparisonAgreed agreed) {
  if (!vault.directory()->is_in(by.member(), vault::CircleKind::stewards)) return Error(ErrorCode::denied, "Only a steward can agree to comparing.");
  TRY_VOID(limits_of(agreed, date_of(vault.clock().now())));
  agreed.set_partner(partner.text());
  return write_history(vault, by, partner, agreed);
}

Result<void> withdraw(vault::Vault& vault, const vault::Keyring& by, OrganizationId partner, const std::string& reason) {
  if (!vault.directory()->is_in(by.member(), vault::CircleKind::stewards)) return Error(ErrorCode::denied, "Only a steward can agree to comparing.");
  ComparisonWithdrawn withdrawn;
  withdrawn.set_partner(partner.text());
  withdrawn.set_reason(reason);
  return write_history(vault, by, partner, withdrawn);
}

Result<void> note_step(vault::Vault& vault, const vault::Keyring& by, OrganizationId partner, const ComparisonHintStep& step) {
  TRY(known, read_history(vault, by, partner));
  const auto& hints = known.history.hints;
  if (std::none_of(hints.begin(), hints.end(), [&](const Hint& hint) { return hint.id.text() == step.hint(); })) {
    return Error(ErrorCode::not_found, "There is no such page.");
  }
  return write_history(vault, by, partner, step);
}

void Runs::add_handlers(exchange::Handlers& handlers, vault::Vault& vault) {
  handlers.on(exchange::kComparison, [&vault](const vault::Keyring& by, const exchange::Received& received) { return keep(vault, by, received); });
}

bool Runs::is_here(RunId run) const {
  const std::scoped_lock lock(mutex_);
  return live_.contains(run);
}

Result<RunId> Runs::begin(const vault::Keyring& by, OrganizationId partner, const std::vector<Own>& people) {
  const std::scoped_lock lock(mutex_);
  const RunId run = crypto::random_id<RunId>();
  TRY_VOID(begin_or_answer(by, partner, run, Side::starter, people));
  return run;
}

Result<void> Runs::answer(const vault::Keyring& by, OrganizationId partner, RunId run, const std::vector<Own>& people) {
  const std::scoped_lock lock(mutex_);
  TRY(card, card_of(vault_, by, history_file(vault_, partner)));
  const ComparisonRun* open = open_run(card, run);
  if (open == nullptr || open->state() != "asked") return Error(ErrorCode::not_found, "There is no such page.");
  return begin_or_answer(by, partner, run, Side::answerer, people);
}

Result<void> Runs::begin_or_answer(const vault::Keyring& by, OrganizationId partner, RunId run, Side side, const std::vector<Own>& people) {
  TRY(known, read_history(vault_, by, partner));
  TRY(most, may_compare(known.history, date_of(vault_.clock().now())));
  std::vector<std::vector<Token>> tokens;
  std::vector<FileId> files;
  for (const Own& one : people) {
    tokens.push_back(tokens_of(one.card, side));
    files.push_back(one.file);
  }
  TRY(session, Session::make({run, vault_.organization(), partner, side, most}, tokens, crypto::random_key()));
  for (auto& of_person : tokens) {
    for (Token& token : of_person) crypto::wipe(token);
  }
  auto live = std::make_unique<Live>(Live{partner, std::move(files), run_begun(partner, run, side == Side::starter, people.size()), std::move(session), 0, {}});
  live->unsent = live->session.take();
  // Written down before anything goes: with the messages of the starter in one transaction, before those of the answerer.
  TRY_VOID(append(vault_, by, [&]() -> Result<std::vector<vault::FileChange>> {
    TRY(history, change_history(vault_, by, partner));
    if (history.change.expected_length != known.length) return Error(ErrorCode::unavailable, "Somebody else wrote about this partner just now. Try again.");
    history.add(live->begun);
    std::vector<vault::FileChange> out{history.take()};
    if (live->unsent.empty()) return out;
    TRY(post, sending(vault_, by, partner, run, live->unsent));
    out.push_back(std::move(post));
    return out;
  }));
  live->unsent.clear();
  Live& here = *live;
  live_[run] = std::move(live);
  return side == Side::starter ? Result<void>() : go_on(by, run, here);
}

Result<void> Runs::go_on(const vault::Keyring& by, RunId run, Live& live) {
  TRY(length, length_of(vault_, run_file(vault_, run)));
  if (length == live.read && live.unsent.empty() && live.session.state() == State::waiting) return {};
  TRY(came, read_run(vault_, by, run, live.read));
  live.read = came.length;
  for (const Bytes& message : came.messages) live.session.feed(message);
  for (Bytes& message : live.session.take()) live.unsent.push_back(std::move(message));
  const State state = live.session.state();
  if (live.unsent.empty() && state == State::waiting) return {};
  TRY_VOID(append(vault_, by, [&]() -> Result<std::vector<vault::FileChange>> {
    std::vector<vault::FileChange> out;
    TRY(post, sending(vault_, by, live.partner, run, live.unsent));
    if (state != State::waiting) {
      // What went over the line is of no use any more, and with a key that somebody kept it could be tried out.
      post.erase = came.readable;
      TRY(history, change_history(vault_, by, live.partner));
      const Outcome& outcome = live.session.outcome();
      history.add(run_over(live.begun, outcome.concerned.size(), outcome.own_points, outcome.their_points, live.session.refusal()));
      std::set<FileId> told;  // two files of one person are told once
      for (const std::uint32_t person : outcome.concerned) {
        const FileId file = live.people.at(person);
        if (!told.insert(file).second) continue;
        ComparisonHint hint;
        hint.set_partner(live.partner.text());
        hint.set_run(run.text());
        hint.set_person(file.text());
        history.add(hint);
      }
      out.push_back(history.take());
    }
    if (!post.entries.empty() || !post.erase.empty()) out.push_back(std::move(post));
    return out;
  }));
  live.unsent.clear();
  if (state != State::waiting) live_.erase(run);
  return {};
}

Result<void> Runs::advance(const vault::Keyring& by) {
  const std::scoped_lock lock(mutex_);
  std::vector<RunId> runs;
  for (const auto& [run, live] : live_) runs.push_back(run);
  Result<void> out;
  for (const RunId run : runs) {
    if (!vault_.may_open(by, run_file(vault_, run), REFERRAL)) continue;
    if (auto done = go_on(by, run, *live_.at(run)); !done) out = std::move(done);
  }
  return out;
}

Result<void> Runs::stop(const vault::Keyring& by, OrganizationId partner, RunId run) {
  const std::scoped_lock lock(mutex_);
  if (const auto here = live_.find(run); here != live_.end() && here->second->partner == partner) {
    here->second->session.stop();
    return go_on(by, run, *here->second);
  }
  return append(vault_, by, [&]() -> Result<std::vector<vault::FileChange>> {
    TRY(history, change_history(vault_, by, partner));
    ComparisonRun* open = open_run(history.card, run);
    if (open == nullptr) return Error(ErrorCode::not_found, "There is no such page.");
    const ComparisonRefusal why = open->state() == "asked" ? COMPARISON_REFUSAL_NOT_AGREED : COMPARISON_REFUSAL_STOPPED;
    history.add(run_over(*open, 0, 0, 0, why));
    ComparisonMessage message;
    message.set_run(to_text(run.bytes()));
    message.set_number(kMostMessages - 1);
    message.set_refusal(why);
    TRY(post, sending(vault_, by, partner, run, {write_message(message)}));
    if (post.expected_length > 0) {
      TRY(came, read_run(vault_, by, run, 0));
      post.erase = came.readable;
    }
    return std::vector<vault::FileChange>{history.take(), std::move(post)};
  });
}

}  // namespace arasha::comparison
