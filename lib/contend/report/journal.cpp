#include <contend/core/bad_input.hpp>
#include <contend/report/journal.hpp>
#include <contend/report/record_json.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>
#include <vector>

namespace contend {
namespace {

using nlohmann::json;

/// write(2) until all is written; the errno of the first failure, or 0.
int write_all(int descriptor, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = ::write(descriptor, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    done += static_cast<std::size_t>(n);
  }
  return 0;
}

/// A pipe or a device has nothing to sync: not an error.
int sync(int descriptor) {
  while (::fdatasync(descriptor) != 0) {
    if (errno == EINVAL || errno == EROFS) return 0;
    if (errno != EINTR) return errno;
  }
  return 0;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw bad_input(file.string() + ": " + why);
}

int open_or_refuse(const std::filesystem::path& file, int flags) {
  int descriptor = -1;
  do {
    descriptor = ::open(file.c_str(), flags | O_WRONLY | O_APPEND | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) refuse(file, std::strerror(errno));
  return descriptor;
}

/// The name of a new file is safe only when its folder is.
void sync_folder(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

/// A point with a thousand windows and ten histories is a hundredth of it; and what is no journal
/// need not be read to its end to be told.
constexpr std::size_t longest_line = std::size_t{64} << 20;

/// Takes a journal's lines one after the other. Its bad_input says what is wrong with the line, not
/// where it is.
class line_reader {
 public:
  void take(std::string_view line) {
    json value;
    try {
      value = json::parse(line);
    } catch (const json::exception&) {
      throw bad_input("not JSON; delete the line to go on, --resume measures its point again");
    }
    const std::string kind = kind_of(value);
    if (_number == 1) {
      if (kind != "run") throw bad_input("not a run's header; is this a journal of contend?");
      _run = run_from_json(value);
    } else {
      if (kind != "point") throw bad_input("not a point; delete the line to go on without it");
      add(point_from_json(value));
    }
    ++_number;
  }

  /// Of the line that take() is at.
  [[nodiscard]] std::size_t number() const { return _number; }
  [[nodiscard]] run_record run() { return std::move(_run); }

 private:
  static std::string kind_of(const json& value) {
    if (!value.is_object()) return {};
    const auto at = value.find("kind");
    return at != value.end() && at->is_string() ? at->get<std::string>() : std::string();
  }

  void add(point_record point) {
    const auto [first, is_new] =
        _seen.try_emplace({point.name, point.purpose, point.threads, point.block}, _number);
    if (!is_new) {
      throw bad_input("block " + std::to_string(point.block) + " of " + point.path() +
                      (point.purpose.empty() ? "" : " (" + point.purpose + ")") +
                      " is already on line " + std::to_string(first->second) +
                      "; delete one of the two lines to go on");
    }
    _run.points.push_back(std::move(point));
  }

  std::size_t _number = 1;
  run_record _run;
  std::map<std::tuple<std::string, std::string, unsigned, unsigned>, std::size_t> _seen;
};

}  // namespace

journal::journal(std::filesystem::path file, int descriptor)
    : _file(std::move(file)), _descriptor(descriptor) {
  if (::flock(_descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(std::exchange(_descriptor, -1));
    refuse(_file, "another contend is writing it");
  }
  struct stat about {};
  if (::fstat(_descriptor, &about) == 0 && S_ISREG(about.st_mode)) _complete = about.st_size;
}

journal::journal(journal&& from) noexcept
    : _file(std::move(from._file)),
      _descriptor(std::exchange(from._descriptor, -1)),
      _complete(from._complete) {}

journal& journal::operator=(journal&& from) noexcept {
  std::swap(_file, from._file);
  std::swap(_descriptor, from._descriptor);
  std::swap(_complete, from._complete);
  return *this;
}

journal::~journal() {
  if (_descriptor >= 0) ::close(_descriptor);
}

journal journal::create(const std::filesystem::path& file, const run_record& header) {
  journal result(file, open_or_refuse(file, O_CREAT | O_EXCL));
  try {
    result.write_line(one_line(to_json(header)));
  } catch (const bad_input&) {
    ::unlink(file.c_str());
    throw;
  }
  sync_folder(file);
  return result;
}

journal journal::append_to(const std::filesystem::path& file) {
  journal result(file, open_or_refuse(file, 0));
  if (result._complete > 0) {
    std::ifstream in(file, std::ios::binary);
    in.seekg(-1, std::ios::end);
    if (in.get() != '\n') refuse(file, "ends in the middle of a line");
  }
  return result;
}

void journal::append(const point_record& point) { write_line(one_line(to_json(point))); }

void journal::write_line(const std::string& line) {
  int error = write_all(_descriptor, line + '\n');
  if (error == 0) error = sync(_descriptor);
  if (error != 0) fail(error);
  _complete += static_cast<std::int64_t>(line.size()) + 1;
}

void journal::fail(int error) const {
  // Whatever of the line got there is of no use, and would cut the next one off.
  if (::ftruncate(_descriptor, _complete) == 0) ::fdatasync(_descriptor);
  refuse(_file, std::strerror(error));
}

run_record read_journal(std::istream& in, const std::filesystem::path& file) {
  line_reader lines;
  const auto refuse_line = [&](const std::string& why) {
    refuse(file, "line " + std::to_string(lines.number()) + ": " + why);
  };
  std::vector<char> chunk(std::size_t{1} << 20);
  std::string rest;    // what has been read of a line whose end has not
  std::size_t at = 0;  // where that begins in the file
  do {
    in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    std::string_view text(chunk.data(), static_cast<std::size_t>(in.gcount()));
    for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos;) {
      rest.append(text.substr(0, end));
      text.remove_prefix(end + 1);
      try {
        lines.take(rest);
      } catch (const bad_input& problem) {
        refuse_line(problem.what());
      }
      at += rest.size() + 1;
      rest.clear();
    }
    rest.append(text);
    if (rest.size() > longest_line) refuse_line("too long; is this a journal of contend?");
  } while (in);
  if (in.bad()) refuse(file, "can't be read to its end");
  if (at == 0 && rest.empty()) refuse(file, "empty: it has not even a header; start a new sweep");
  if (!rest.empty()) {
    refuse_line("cut off; `truncate -s " + std::to_string(at) + " " + file.string() +
                "` drops it, then --resume measures its point again");
  }
  return lines.run();
}

run_record read_journal(const std::filesystem::path& file) {
  if (std::filesystem::is_directory(file)) refuse(file, std::strerror(EISDIR));
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse(file, std::strerror(errno));
  return read_journal(in, file);
}

}  // namespace contend
