#include "intake/inbox.h"

#include <algorithm>
#include <map>

#include "base/event.h"
#include "casework/changes.h"
#include "schema/entry_types.h"

namespace arasha::intake {
namespace {

constexpr int kTries = 8;

bool holds_now(const vault::Directory& state, const vault::Keyring& by, CircleId id) {
  const vault::Circle* circle = state.circle(id);
  return circle != nullptr && by.circle_key(id, circle->generation()) != nullptr;
}

// Any circle that a form may be turned to: what came in before a form was turned to another stays with the one that received it.
std::vector<CircleId> receiving(const vault::Directory& state) {
  std::vector<CircleId> out;
  for (const auto& [id, circle] : state.circles()) {
    if (may_receive(circle.kind)) out.push_back(id);
  }
  return out;
}

Error no_such_message() { return {ErrorCode::not_found, "There is no such message."}; }

EntryId entry_of(DropId id) { return *EntryId::from_bytes(id.bytes()); }

int weight(const Waiting& one) {
  for (const auto& [id, dropped] : one.drops) {
    const std::string danger = text_of(*dropped.message, "danger");
    if (danger == "immediate") return 0;
    if (danger == "possible") return 1;
  }
  return 2;
}

// The entries that `growing` takes, with the card that follows from all of them.
Result<vault::FileChange> with_card(casework::GrowingFile& growing, MemberId author, Time now) {
  TRY(change, growing.take(author, now));
  TRY(story, growing.story());
  std::erase_if(change.cards, [](const vault::NewCard& card) { return card.compartment == INTAKE; });
  change.cards.push_back({INTAKE, schema::serialise(card_of(fold(story)))});
  return change;
}

// Again while colleagues write into the same file.
Result<void> changing(vault::Vault& vault, const vault::Keyring& by, FileId file,
                      const std::function<Result<std::optional<vault::FileChange>>(const Conversation&, casework::GrowingFile&)>& make) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(opened, vault.open_file(by, file));
    TRY(story, casework::tell(opened));
    const Conversation conversation = fold(story);
    if (conversation.lines.empty()) return no_such_message();
    casework::GrowingFile growing(std::move(opened));
    TRY(change, make(conversation, growing));
    if (!change) return {};
    answer = vault.append(by, {*change});
    if (answer || answer.error().code != ErrorCode::conflict) return answer;
  }
  return answer;
}

}  // namespace

std::vector<Form> forms_for(const vault::Vault& vault, const vault::Keyring& by) {
  const auto state = vault.directory();
  std::vector<Form> out = forms_of(*state);
  std::erase_if(out, [&](const Form& form) { return !holds_now(*state, by, form.circle); });
  return out;
}

Result<WaitingList> waiting(vault::Vault& vault, const vault::Keyring& by) {
  WaitingList out;
  const auto state = vault.directory();
  const std::vector<Form> forms = forms_of(*state);
  std::map<ConversationId, Waiting> found;
  for (const CircleId circle : receiving(*state)) {
    if (forms.empty() || !holds_now(*state, by, circle)) continue;
    TRY_VOID(vault.each_drop(by, circle, [&](DropId id, BytesView sealed) -> Result<void> {
      if (!looks_like_drop(sealed)) return {};
      const auto form = std::find_if(forms.begin(), forms.end(), [&](const Form& one) { return is_of_form(vault, one.word, id); });
      Form received = form == forms.end() ? Form() : *form;
      received.circle = circle;
      auto dropped = form == forms.end() ? Result<Dropped>(no_such_message()) : open_drop(vault, by, received, id, sealed);
      if (!dropped) {
        ++out.damaged;
        return {};
      }
      Waiting& one = found[dropped->conversation];
      one.form = std::move(received);
      one.conversation = dropped->conversation;
      const bool addition = dropped->type == schema::entry_type_of<IntakeAddition>().number;
      const auto at = addition ? one.drops.end() : std::find_if(one.drops.begin(), one.drops.end(), [](const auto& other) {
        return other.second.type == schema::entry_type_of<IntakeAddition>().number;
      });
      one.drops.insert(at, {id, std::move(*dropped)});
      return {};
    }));
  }
  if (out.damaged > 0) log_event(Level::error, "intake_drops_refused", {{"count", out.damaged}});
  for (auto& [conversation, one] : found) {
    one.file = file_of(vault, conversation);
    TRY(there, vault.store().file(one.file));
    one.begun = there.has_value();
    out.rows.push_back(std::move(one));
  }
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const Waiting& a, const Waiting& b) {
    return std::pair(weight(a), a.drops.front().second.received) < std::pair(weight(b), b.drops.front().second.received);
  });
  return out;
}

Result<bool> is_full(const vault::Vault& vault, const Form& form, std::size_t most) {
  // What is counted by the store alone, before the drops themselves are walked.
  std::uint64_t all = 0;
  for (const CircleId circle : receiving(*vault.directory())) {
    TRY(count, vault.store().drop_count(vault::recipient_of(circle)));
    all += count;
  }
  if (all < most) return false;
  TRY(count, waiting_of(vault, form));
  return count >= most;
}

Result<std::size_t> waiting_of(const vault::Vault& vault, const Form& form) {
  std::size_t out = 0;
  for (const CircleId circle : receiving(*vault.directory())) {
    TRY_VOID(vault.store().each_drop_to(vault::recipient_of(circle), [&](const auto& row) -> Result<void> {
      if (is_of_form(vault, form.word, row.id)) ++out;
      return {};
    }));
  }
  return out;
}

std::size_t new_for(const vault::Vault& vault, const vault::Keyring& by) {
  std::size_t out = 0;
  const auto state = vault.directory();
  const auto forms = forms_of(*state);
  for (const CircleId circle : receiving(*state)) {
    if (forms.empty() || !holds_now(*state, by, circle)) continue;
    const auto any = vault.store().drop_count(vault::recipient_of(circle));
    if (!any || *any == 0) continue;
    static_cast<void>(vault.store().each_drop_to(vault::recipient_of(circle), [&](const auto& row) -> Result<void> {
      if (std::any_of(forms.begin(), forms.end(), [&](const Form& form) { return is_of_form(vault, form.word, row.id); })) ++out;
      return {};
    }));
  }
  return out;
}

Result<FileId> open_waiting(vault::Vault& vault, const vault::Keyring& by, ConversationId conversation) {
  const FileId file = file_of(vault, conversation);
  Result<void> answer = no_such_message();
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(list, waiting(vault, by));
    const auto found = std::find_if(list.rows.begin(), list.rows.end(), [&](const Waiting& one) { return one.conversation == conversation; });
    if (found == list.rows.end()) {
      // A colleague was faster: what she opened can be read.
      if (vault.may_open(by, file, INTAKE)) return file;
      return no_such_message();
    }
    vault::OpenedFile opened;
    opened.id = file;
    if (found->begun) {
      TRY(there, vault.open_file(by, file));
      opened = std::move(there);
    }
    casework::GrowingFile growing(std::move(opened));
    for (const auto& [id, dropped] : found->drops) growing.add(*dropped.message, EntryId(), entry_of(id));
    TRY(change, with_card(growing, by.member(), vault.clock().now()));
    change.only_circles = std::vector{found->form.circle};
    for (const auto& [id, dropped] : found->drops) change.take.push_back(id);
    answer = vault.append(by, {change});
    if (answer) return file;
    if (answer.error().code != ErrorCode::conflict) break;
  }
  return std::move(answer).error();
}

Result<Conversation> read(vault::Vault& vault, const vault::Keyring& by, FileId file) {
  if (!vault.may_open(by, file, INTAKE)) return no_such_message();
  TRY(opened, vault.open_file(by, file));
  TRY(story, casework::tell(opened));
  Conversation out = fold(story);
  if (out.lines.empty()) return no_such_message();
  return out;
}

Result<void> answer(vault::Vault& vault, const vault::Keyring& by, FileId file, const std::string& text, EntryId once) {
  return changing(vault, by, file, [&](const Conversation& conversation, casework::GrowingFile& growing) -> Result<std::optional<vault::FileChange>> {
    if (!once.is_nil() && conversation.has(once)) return std::optional<vault::FileChange>();
    if (conversation.message == nullptr) return Error(ErrorCode::not_found, "There is nobody to answer to: the message is not there any more.");
    TRY(key, key_from_text(text_of(*conversation.message, "reply_key")));
    TRY(talk, ConversationId::from_text(text_of(*conversation.message, "conversation")));
    const Time now = vault.clock().now();
    const Time until = now + kAnswersKept;
    IntakeAnswer entry;
    entry.set_text(text);
    entry.set_until(to_iso(date_of(until)));
    const EntryId id = growing.add(entry, EntryId(), once);
    TRY(change, with_card(growing, by.member(), now));
    const auto reply = *vault::ReplyId::from_bytes(id.bytes());
    change.replies.push_back({reply, talk, date_of(until), seal_reply(vault.organization(), key, talk, reply, {ReplyKind::answer, now, text})});
    return std::optional(std::move(change));
  });
}

Result<void> add_step(vault::Vault& vault, const vault::Keyring& by, FileId file, const IntakeStep& step) {
  return changing(vault, by, file, [&](const Conversation& conversation, casework::GrowingFile& growing) -> Result<std::optional<vault::FileChange>> {
    // The same thing once more: a form that was sent twice.
    const auto* last = conversation.lines.empty() ? nullptr : dynamic_cast<const IntakeStep*>(conversation.lines.back().message.get());
    if (last != nullptr && last->SerializeAsString() == step.SerializeAsString() && conversation.lines.back().author == by.member()) return std::optional<vault::FileChange>();
    TRY_VOID(check_step(conversation, step));
    growing.add(step);
    TRY(change, with_card(growing, by.member(), vault.clock().now()));
    return std::optional(std::move(change));
  });
}

Result<void> erase_texts(vault::Vault& vault, const vault::Keyring& by, FileId file) {
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(opened, vault.open_file(by, file));
    TRY(story, casework::tell(opened));
    const Conversation conversation = fold(story);
    if (conversation.lines.empty()) return no_such_message();
    if (conversation.state == "case" || !conversation.is_closed()) return Error(ErrorCode::denied, "Only what is settled without a case can be erased here.");
    vault::FileChange change;
    change.file = file;
    change.expected_length = opened.length;
    for (vault::OpenedEntry& entry : opened.entries) {
      const bool step = entry.header.type == schema::entry_type_of<IntakeStep>().number;
      if (entry.state != vault::EntryState::readable || step || schema::entry_type(entry.header.type) == nullptr) continue;
      change.erase.push_back(entry.header.seq);
      entry.state = vault::EntryState::erased;
      entry.content.clear();
    }
    if (change.erase.empty()) return {};
    TRY(after, casework::tell(opened));
    change.cards.push_back({INTAKE, schema::serialise(card_of(fold(after)))});
    answer = vault.append(by, {change});
    if (answer || answer.error().code != ErrorCode::conflict) return answer;
  }
  return answer;
}

}  // namespace arasha::intake
