// The network as this organisation sees it: a table, and the same as a drawing of lines.
#include "referral/network.h"
#include "referral/room.h"

namespace arasha::referral {
namespace {

std::string time_text(const Catalogue& words, const std::vector<std::int64_t>& answers) {
  const auto middle = median(answers);
  if (!middle) return "–";
  const std::int64_t hours = *middle / 3'600'000;
  if (hours < 1) return std::string(words.text(N_("less than an hour")));
  return hours < 48 ? words.text(N_("{1} h"), {words.number(hours)}) : words.text(N_("{1} d"), {words.number(hours / 24)});
}

// A line for each flow, the thicker the more; those that are too few to be told apart are all as thin.
Html drawing(const Catalogue& words, const std::vector<Flow>& flows) {
  constexpr std::size_t kMost = 12;
  const std::size_t count = std::min(flows.size(), kMost);
  const int most = std::max(kSmallest, flows.front().sent);
  const int height = static_cast<int>(count) * 44 + 20;
  Html lines;
  for (std::size_t i = 0; i < count; ++i) {
    const Flow& flow = flows[i];
    const int y = static_cast<int>(i) * 44 + 32;
    const int width = flow.sent < kSmallest ? 2 : 2 + flow.sent * 18 / most;
    const std::string way = "M150 " + std::to_string(height / 2) + "C260 " + std::to_string(height / 2) + " 260 " + std::to_string(y) + " 370 " + std::to_string(y);
    lines.add(el("path", {{"d", way}, {"class", flow.ours ? "arasha-flow arasha-flow--out" : "arasha-flow arasha-flow--in"}, {"stroke-width", std::to_string(width)}}));
    lines.add(el("text", {{"x", "382"}, {"y", std::to_string(y + 5)}, {"class", "arasha-flow-name"}}, (flow.ours ? "→ " : "← ") + flow.partner + ": " + shown_count(flow.sent)));
  }
  lines.add(el("text", {{"x", "140"}, {"y", std::to_string(height / 2 + 5)}, {"class", "arasha-flow-name"}, {"text-anchor", "end"}}, words.text(N_("We"))));
  return el("div", {{"class", "arasha-flows"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", std::string(words.text(N_("Drawing of the table above")))}},
            el("svg", {{"viewBox", "0 0 760 " + std::to_string(height)}, {"width", "760"}, {"height", std::to_string(height)}, {"role", "img"}, {"aria-label", std::string(words.text(N_("Who refers to whom")))}}, lines));
}

web::Response network_page(const Room& room, const Visit& visit) {
  const Catalogue& words = visit.words;
  const bool all = visit.request.query.get("all") == "yes";
  const Date day = today(room);
  const std::int64_t year_ago = to_milliseconds(room.vault.clock().now() - std::chrono::days(365));
  Network network(day, all ? 0 : year_ago);
  std::size_t counted = 0;
  {
    auto access = room.tables.projection().enter(visit.keyring, REFERRAL);
    if (!access) return web::error_page(visit, access.error());
    room.threads.each(*access, [&](const ThreadCard& card) {
      network.add(card);
      ++counted;
    });
  }
  if (const auto recorded = room.vault.record(visit.keyring, vault::Action::counted, {}, static_cast<std::uint32_t>(counted)); !recorded) return web::error_page(visit, recorded.error());
  web::Page page = visit.page(std::string(words.text(N_("Who refers to whom"))));
  page.back = "/referrals";
  page.main = web::heading(page.title);
  page.main.add(web::section_nav(words.text(N_("Period")), {{"/referrals/network", std::string(words.text(N_("Twelve months")))}, {"/referrals/network?all=yes", std::string(words.text(N_("From the beginning")))}}, all ? "/referrals/network?all=yes" : "/referrals/network"));
  const auto flows = network.flows();
  if (flows.empty()) {
    page.main.add(web::empty_state(words.text(N_("Nothing to count yet")), words.text(N_("Referrals that were sent or received are counted here, by partner."))));
    return web::Response::page(web::layout(page));
  }
  web::Table table(words, words.text(N_("Referrals by partner")), {{N_("Partner")}, {N_("Direction")}, {N_("Sent"), "", true}, {N_("Accepted"), "", true}, {N_("Declined"), "", true}, {N_("Done"), "", true},
                                                                    {N_("Wait for an answer"), "", true}, {N_("Of these too long"), "", true}, {N_("Got lost"), "", true}, {N_("Answer after"), "", true}}, flows.size());
  for (const Flow& flow : flows) {
    table.row();
    table.cell(flow.partner);
    table.cell(words.text(flow.ours ? N_("From us to the partner") : N_("From the partner to us")));
    for (const int count : {flow.sent, flow.accepted, flow.declined, flow.done, flow.waiting, flow.late, flow.lost}) table.cell(shown_count(count));
    table.cell(time_text(words, flow.answers));
  }
  page.main.add(std::move(table).html());
  page.main.add(web::hint(words.text(N_("One to four are shown as such, and times only of five answers and more: small numbers tell of single persons. “Got lost”: taken back, came too late, or closed without an answer. “Answer after”: half of the answers came sooner."))));
  page.main.add(drawing(words, flows));
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_network_pages(web::Site& site, const RoomPtr& room) { on_get(site, room, "/referrals/network", network_page); }

}  // namespace arasha::referral
