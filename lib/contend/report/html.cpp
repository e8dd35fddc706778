#include <contend/report/html.hpp>
namespace contend {
std::string html_report(const run_record&, std::span<const curve_summary>) { return "<!doctype html><title>contend</title>\n"; }
}
