#include "exchange/book.h"

#include "schema/entry_types.h"

namespace arasha::exchange {
namespace {

constexpr std::string_view kUrlSetting = "exchange_url";
constexpr std::string_view kPinSetting = "exchange_pin";
constexpr int kRefusalsShown = 100;

FileId file_from(const crypto::Hash& whole) { return *FileId::from_bytes(BytesView(whole).first(FileId::kSize)); }

// A change to the book that fits the card as it stands, both read at one length.
struct Page {
  vault::FileChange change;
  ExchangeCard card;
};
Result<Page> begin(const vault::Vault& vault, const vault::Keyring& by) {
  Page out;
  out.change.file = exchange_book(vault);
  TRY(row, vault.store().file(out.change.file));
  out.change.expected_length = row ? row->length : 0;
  TRY(card, read_book(vault, by));
  out.card = std::move(card);
  if (!row) {
    ExchangeBook first;
    first.set_what("book");
    out.change.entries.push_back(entry_of(first));
  }
  return out;
}
vault::FileChange finish(Page page) {
  page.change.cards.push_back({REFERRAL, schema::serialise(page.card)});
  return std::move(page.change);
}

// Two members who write into the book at once both succeed.
Result<void> write(vault::Vault& vault, const vault::Keyring& by, const std::function<void(Page&)>& edit) {
  for (int tries = 0;; ++tries) {
    TRY(page, begin(vault, by));
    edit(page);
    auto done = vault.append(by, {finish(std::move(page))});
    if (done || done.error().code != ErrorCode::conflict || tries == 5) return done;
  }
}

}  // namespace

vault::NewEntry entry_of(const google::protobuf::Message& message, EntryId id) {
  const schema::EntryType* type = schema::entry_type(message.GetDescriptor()->name());
  return {type->compartment, type->number, schema::serialise(message), {}, id};
}

FileId exchange_book(const vault::Vault& vault) {
  return file_from(crypto::fingerprint("arasha/exchange-book/v1", {vault.organization().bytes()}));
}

FileId file_of(const vault::Vault& vault, ThreadId thread) {
  return file_from(crypto::fingerprint("arasha/thread-file/v1", {vault.organization().bytes(), thread.bytes()}));
}

Address own_address(const vault::Directory& state) {
  Address out;
  out.url = state.setting(kUrlSetting);
  const auto pin = from_hex(state.setting(kPinSetting));
  if (pin && pin->size() == 32) std::copy(pin->begin(), pin->end(), out.pin.emplace().begin());
  return out;
}

Result<void> set_own_address(vault::Vault& vault, const vault::Keyring& by, const Address& address) {
  TRY_VOID(check_address(address));
  TRY_VOID(vault.change_setting(by, std::string(kUrlSetting), address.url));
  return vault.change_setting(by, std::string(kPinSetting), address.pin ? to_hex(*address.pin) : "");
}

Result<void> make_keys(vault::Vault& vault, const vault::Keyring& by) {
  const FileId book = exchange_book(vault);
  TRY(row, vault.store().file(book));
  if (!row) {
    // Who cannot read what she makes would make a book that nobody of the circle opens.
    TRY_VOID(write(vault, by, [](Page&) {}));
  }
  return vault.make_exchange_keys(by, book, REFERRAL);
}

Result<vault::ExchangeKeys> present_keys(const vault::Vault& vault, const vault::Keyring& by) {
  const auto state = vault.directory();
  if (state->exchange().empty()) return Error(ErrorCode::not_found, "This organisation has no keys for others yet. A steward makes them.");
  return vault.exchange_keys(by, exchange_book(vault), REFERRAL, static_cast<std::uint32_t>(state->exchange().size() - 1));
}

Result<Bytes> own_card(const vault::Vault& vault, const vault::Keyring& by) {
  TRY(keys, present_keys(vault, by));
  const auto state = vault.directory();
  const Card card{vault.organization(), state->name(), keys.public_keys(), own_address(*state), vault.clock().now()};
  return encode(card, keys.signing);
}

Result<ExchangeCard> read_book(const vault::Vault& vault, const vault::Keyring& by) {
  const FileId book = exchange_book(vault);
  TRY(row, vault.store().file(book));
  if (!row) return ExchangeCard();
  TRY(bytes, vault.card(by, book, REFERRAL));
  if (!bytes) return ExchangeCard();
  return schema::parse_as<ExchangeCard>(*bytes);
}

const PartnerRow* partner_row(const ExchangeCard& book, OrganizationId partner) {
  for (const PartnerRow& row : book.partners()) {
    if (row.partner() == partner.text()) return &row;
  }
  return nullptr;
}

Address address_of(const PartnerRow& row) {
  Address out;
  out.url = row.url();
  const auto pin = from_hex(row.pin());
  if (pin && pin->size() == 32) std::copy(pin->begin(), pin->end(), out.pin.emplace().begin());
  return out;
}

namespace {

void put_card(Page& page, const Card& card, const std::string& text) {
  PartnerAddress entry;
  entry.set_partner(card.organization.text());
  entry.set_name(card.name);
  entry.set_url(card.address.url);
  if (card.address.pin) entry.set_pin(to_hex(*card.address.pin));
  entry.set_card(text);
  page.change.entries.push_back(entry_of(entry));
  PartnerRow* row = nullptr;
  for (PartnerRow& one : *page.card.mutable_partners()) {
    if (one.partner() == entry.partner()) row = &one;
  }
  if (row == nullptr) row = page.card.add_partners();
  row->set_partner(entry.partner());
  row->set_name(entry.name());
  row->set_url(entry.url());
  row->set_pin(entry.pin());
  row->set_card(text);
}

}  // namespace

Result<void> note_card(vault::Vault& vault, const vault::Keyring& by, const Card& card, const std::string& text) {
  return write(vault, by, [&](Page& page) { put_card(page, card, text); });
}

Result<vault::FileChange> card_change(const vault::Vault& vault, const vault::Keyring& by, const Card& card, const std::string& text) {
  TRY(page, begin(vault, by));
  put_card(page, card, text);
  return finish(std::move(page));
}

Result<void> write_down(vault::Vault& vault, const vault::Keyring& by, const std::function<Result<void>(vault::FileChange&)>& edit) {
  for (int tries = 0;; ++tries) {
    TRY(page, begin(vault, by));
    TRY_VOID(edit(page.change));
    if (page.change.entries.empty()) return {};
    auto done = vault.append(by, {finish(std::move(page))});
    if (done || done.error().code != ErrorCode::conflict || tries == 5) return done;
  }
}

Result<vault::FileChange> refuse(const vault::Vault& vault, const vault::Keyring& by, const Refusal& refusal) {
  TRY(page, begin(vault, by));
  MessageRefused entry;
  entry.set_reason(refusal.reason);
  if (!refusal.partner.is_nil()) entry.set_partner(refusal.partner.text());
  if (!refusal.message.is_nil()) entry.set_message(refusal.message.text());
  entry.set_drop(refusal.drop.text());
  page.change.entries.push_back(entry_of(entry));
  page.change.take.push_back(refusal.drop);
  RefusalRow* row = page.card.add_refusals();
  row->set_reason(refusal.reason);
  row->set_partner(entry.partner());
  row->set_time(to_milliseconds(vault.clock().now()));
  if (page.card.refusals_size() > kRefusalsShown) page.card.mutable_refusals()->DeleteSubrange(0, page.card.refusals_size() - kRefusalsShown);
  page.card.set_refused(page.card.refused() + 1);
  return finish(std::move(page));
}

}  // namespace arasha::exchange
