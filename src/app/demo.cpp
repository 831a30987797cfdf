// Example data: an organisation with its first steward and cases at every stage, realistic for a centre in Almaty: mostly
// men, labour exploitation, Uzbek and Kyrgyz citizens beside Kazakh. Nobody in it exists.
#include <ostream>
#include <random>

#include "app/commands.h"
#include "casework/cases.h"

namespace arasha::app {
namespace {

constexpr const char* kPassphrase = "example passphrase for everybody";

struct Name {
  const char* family;
  const char* given;
  const char* patronymic;
  bool woman;
  const char* citizenship;
};
constexpr Name kNames[] = {
    {"Тошматов", "Жахонгир", "Рустамович", false, "UZ"}, {"Yo‘ldoshev", "Otabek", "", false, "UZ"},   {"Каримова", "Дилноза", "", true, "UZ"},
    {"Асанов", "Нурбек", "Асанович", false, "KG"},       {"Маматова", "Айгүл", "", true, "KG"},       {"Сейтқали", "Ержан", "Маратұлы", false, "KZ"},
    {"Әбдірахманова", "Әлия", "Нұрланқызы", true, "KZ"}, {"Раҳимов", "Фаррух", "", false, "TJ"},      {"Ибрагимов", "Шерзод", "", false, "UZ"},
    {"Кузнецов", "Сергей", "Петрович", false, "RU"},     {"Juraev", "Bekzod", "", false, "UZ"},       {"Турдубаев", "Эрмек", "", false, "KG"}};

class Story {
 public:
  Story(casework::Cases& cases, const vault::Keyring& by, unsigned seed, Date today) : cases_(cases), by_(by), random_(seed), today_(today) {}

  Result<void> one() {
    const Name& name = kNames[pick(std::size(kNames))];
    Identity identity;
    identity.set_family_name(name.family);
    identity.set_given_name(name.given);
    identity.set_patronymic(name.patronymic);
    identity.set_sex(name.woman ? "female" : "male");
    identity.add_citizenships(name.citizenship);
    identity.set_age_band(std::array{"18--20", "21--23", "24--26", "30--38", "39--47"}[pick(5)]);
    const int days_ago = static_cast<int>(pick(400));
    FirstContact contact;
    contact.set_date(day(days_ago));
    contact.add_sources(std::array{"police", "ngo", "embassy", "self", "hotline", "iom"}[pick(6)]);
    contact.set_how_reached(std::array{"call", "in_person", "message"}[pick(3)]);
    contact.set_language(std::array{"ru", "uz", "ky", "kk"}[pick(4)]);
    contact.set_danger(std::array{"none", "possible", "immediate"}[pick(3)]);
    contact.set_summary("Работал без оплаты, документы отобрали. Просит помощи.");
    SafeContact safe;
    if (pick(2) == 0) {
      safe.set_number("+7 700 000 00 00");
      safe.set_never_do("Не оставлять голосовых сообщений.");
    }
    TRY(files, cases_.open_case(by_, identity, contact, safe));
    return course(files, name, days_ago);
  }

 private:
  // How far the case has come: each stage brings the next entries.
  Result<void> course(const casework::CaseFiles& files, const Name& name, int days_ago) {
    const std::size_t stage = pick(5);
    if (stage == 0) return {};
    Assignment assignment;
    assignment.set_member(by_.member().text());
    TRY_VOID(cases_.add(by_, files.case_file, assignment));
    Identification decision;
    decision.set_status("identified_ngo");
    decision.set_deciding_body("NGO");
    decision.set_date(day(days_ago - 3));
    TRY_VOID(cases_.add(by_, files.case_file, decision));
    Exploitation happened;
    happened.add_types(name.woman && pick(2) == 0 ? "SexualExploitation" : "ForcedLabour");
    happened.set_industry(pick(2) == 0 ? "F_Construction" : "A_AgricultureForestryAndFishing");
    happened.add_controls("WithholdsDocuments");
    happened.add_controls("TakesEarnings");
    happened.set_exploitation_country("KZ");
    TRY_VOID(cases_.add(by_, files.case_file, happened));
    if (stage == 1) return {};
    ServiceGiven service;
    service.set_kind("social_domestic");
    service.set_item("accommodation");
    service.set_date(day(days_ago - 4));
    service.set_quantity("30");
    service.set_unit("night");
    service.set_provider("Приют");
    service.set_funding(pick(2) == 0 ? "state_order" : "grant_iom");
    TRY_VOID(cases_.add(by_, files.case_file, service));
    if (stage == 2) return {};
    Return journey;
    journey.set_decision("wants");
    journey.set_country(name.citizenship);
    journey.set_departure(day(days_ago - 40));
    TRY_VOID(cases_.add(by_, files.case_file, journey));
    if (stage == 3) return {};
    Closure closure;
    closure.set_reason("returned");
    closure.set_date(day(days_ago - 60));
    closure.set_destination("return");
    TRY_VOID(cases_.add(by_, files.case_file, closure));
    return {};
  }

  std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
  std::string day(int days_ago) const { return to_iso(Date(std::chrono::sys_days(today_) - std::chrono::days(std::max(0, days_ago)))); }

  casework::Cases& cases_;
  const vault::Keyring& by_;
  std::mt19937 random_;
  Date today_;
};

}  // namespace

Result<void> demo(Terminal& terminal, const DemoArguments& arguments) {
  const SystemClock clock;
  vault::Vault::InitOptions options;
  options.organization = "Example centre";
  options.steward = "Сауле";
  options.password = kPassphrase;
  options.cost.memory_mib = 64;  // example data; a real organisation takes 256
  TRY(made, vault::Vault::init(arguments.data, options, clock));
  TRY(opened, vault::Vault::open(arguments.data, clock));
  TRY(keyring, opened->sign_in(options.steward, kPassphrase));
  casework::Cases cases(*opened);
  Story story(cases, keyring, arguments.seed, date_of(clock.now()));
  for (int i = 0; i < arguments.cases; ++i) TRY_VOID(story.one());
  terminal.out << terminal.words.text(N_("Example data is in {1}. Sign in as {2} with the passphrase: {3}"),
                                      {arguments.data.string(), options.steward, kPassphrase})
               << '\n';
  return {};
}

}  // namespace arasha::app
