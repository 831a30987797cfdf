// Work with partners: a packet sealed, signed, kept and posted to twenty of them at once; and an inbox of 10,000 conversations. Beside
// it, in the same run: only sealing the same bytes for twenty, and parsing every card of the inbox to sort it.
//
//   bench_referral [conversations, 10000]
#include <fmt/format.h>

#include <algorithm>

#include "organization.h"
#include "projection/tables.h"
#include "referral/thread_table.h"
#include "referral/threads.h"
#include "schema/entry_types.h"

namespace {

using namespace arasha;
using bench::must;

constexpr int kPartners = 20;
constexpr int kRuns = 60;

double percentile(std::vector<double> times, double part) {
  std::sort(times.begin(), times.end());
  return times[std::min(times.size() - 1, static_cast<std::size_t>(part * static_cast<double>(times.size())))];
}

std::vector<OrganizationId> partners(bench::Organization& house, const vault::Keyring& first) {
  vault::Vault& vault = house.vault();
  const auto invitation = must(vault.add_member(first, "Second", false));
  auto second = must(vault.activate("Second", invitation.code, bench::Organization::kPassphrase));
  must(vault.verify_member(first, second.member(), vault.directory()->member(second.member())->keys));
  must(vault.join_circle(first, house.circle(vault::CircleKind::stewards), second.member(), false));
  must(exchange::make_keys(vault, first));
  std::vector<OrganizationId> out;
  for (int i = 0; i < kPartners; ++i) {
    exchange::Card card;
    card.organization = crypto::random_id<OrganizationId>();
    card.name = fmt::format("Partner {}", i);
    card.keys = vault::public_keys(crypto::random_key());
    card.address.url = fmt::format("https://partner-{}.example", i);
    must(exchange::note_card(vault, first, card, ""));
    must(vault.compare_partner(first, card.organization, card.name, card.keys));
    must(vault.compare_partner(second, card.organization, card.name, card.keys));
    out.push_back(card.organization);
  }
  return out;
}

Bytes request() {
  BlindRequest out;
  out.add_needs("accommodation");
  out.set_urgency("now");
  out.set_answer_by("2027-01-01");
  out.set_note(std::string(3000, 'x'));
  return schema::serialise(out);
}

void send_to_all(bench::Organization& house, const vault::Keyring& by, const std::vector<OrganizationId>& all) {
  std::vector<double> times;
  std::vector<double> bare;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<referral::ToSend> out;
    for (const OrganizationId to : all) out.push_back({to, exchange::kBlindRequest, request()});
    const bench::Measure measure;
    must(referral::send(house.vault(), by, crypto::random_id<exchange::ThreadId>(), out));
    times.push_back(measure.seconds() * 1000);
    const bench::Measure plain;
    for (const OrganizationId to : all) static_cast<void>(exchange::seal(house.vault().directory()->partner(to)->keys->box, request()));
    bare.push_back(plain.seconds() * 1000);
  }
  fmt::print("a packet of 3 KB to {} partners, sealed, signed, kept, posted: p50 {:.1f} ms, p99 {:.1f} ms; only sealing p50 {:.1f} ms\n", kPartners, percentile(times, 0.5),
             percentile(times, 0.99), percentile(bare, 0.5));
}

ThreadCard card_of(exchange::ThreadId thread, std::size_t number) {
  ThreadCard out;
  out.set_thread(thread.text());
  out.set_kind(number % 3 == 0 ? "place" : "referral");
  out.set_ours(number % 2 == 0);
  out.add_partners()->set_name(fmt::format("Partner {}", number % kPartners));
  out.set_urgency("day");
  out.add_needs("accommodation");
  out.set_answer_by("2027-01-01");
  out.set_begun(static_cast<std::int64_t>(number));
  out.set_changed(static_cast<std::int64_t>(number * 7919 % 100'000));
  for (const char* step : {"sent", "received"}) {
    StepMark* mark = out.add_steps();
    mark->set_step(step);
    mark->set_author("Saule");
  }
  for (int i = 0; i < 4; ++i) out.add_messages(crypto::random_id<exchange::MessageId>().text());
  return out;
}

void inbox(bench::Organization& house, const vault::Keyring& by, std::size_t count) {
  std::vector<Bytes> cards;
  std::size_t made = 0;
  must(house.vault().append_all(by, [&]() -> Result<std::optional<vault::FileChange>> {
    if (made == count) return std::optional<vault::FileChange>();
    const auto thread = crypto::random_id<exchange::ThreadId>();
    vault::FileChange change;
    change.file = exchange::file_of(house.vault(), thread);
    ThreadNote note;
    note.set_what("asked");
    change.entries.push_back(exchange::entry_of(note));
    cards.push_back(schema::serialise(card_of(thread, made++)));
    change.cards.push_back({REFERRAL, cards.back()});
    return std::optional(std::move(change));
  }, {}));
  referral::ThreadTable threads(house.vault());
  projection::Tables tables(house.vault());
  tables.projection().attach(REFERRAL, threads);
  const Date day = *date_from_iso("2026-11-29");
  const bench::Measure opening;
  must(tables.projection().enter(by, REFERRAL));
  const double opened = opening.seconds() * 1000;
  std::vector<double> times;
  for (int run = 0; run < 200; ++run) {
    const bench::Measure measure;
    auto access = must(tables.projection().enter(by, REFERRAL));
    const auto list = threads.list(access, referral::ThreadView::all, day, 0, 25);
    if (list.rows.size() != 25) std::exit(1);
    times.push_back(measure.seconds() * 1000);
  }
  const bench::Measure plain;
  std::vector<ThreadCard> parsed(cards.size());
  for (std::size_t i = 0; i < cards.size(); ++i) static_cast<void>(parsed[i].ParseFromArray(cards[i].data(), static_cast<int>(cards[i].size())));
  std::sort(parsed.begin(), parsed.end(), [](const ThreadCard& a, const ThreadCard& b) { return a.changed() > b.changed(); });
  fmt::print("inbox of {} conversations: first opening {:.0f} ms, page of 25 p50 {:.2f} ms, p99 {:.2f} ms, {} MB; parsing and sorting every card {:.1f} ms\n", count, opened,
             percentile(times, 0.5), percentile(times, 0.99), threads.bytes() >> 20U, plain.seconds() * 1000);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::stoul(argv[1]) : 10'000;
  bench::Organization house;
  const vault::Keyring by = house.sign_in();
  const auto all = partners(house, by);
  send_to_all(house, by, all);
  inbox(house, by, count);
}
