/** The addon in an installation that holds back what TensorFlow's libraries print while they load. */
export const QUIET_ADDON = 'quiet.node';

/** What the addon gives. */
export interface Quiet {
  /** Lets what is written to the file descriptor of stderr vanish; the number takes it back. */
  hush(): number;
  restore(saved: number): void;
}

/**
 * Its source. TensorFlow logs two lines from the constructors of its libraries, before any setting of its log can
 * reach it, so the file descriptor itself has to look elsewhere for that moment. Errors of loading are thrown, not
 * printed: none is lost.
 */
export const QUIET_SOURCE = `#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

static napi_value hush(napi_env env, napi_callback_info) {
  int saved = dup(2);
  int nothing = open("/dev/null", O_WRONLY);
  if (saved >= 0 && nothing >= 0) dup2(nothing, 2);
  if (nothing >= 0) close(nothing);
  napi_value result;
  napi_create_int32(env, saved, &result);
  return result;
}

static napi_value restore(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  int saved = -1;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  napi_get_value_int32(env, argument, &saved);
  if (saved >= 0) {
    dup2(saved, 2);
    close(saved);
  }
  return nullptr;
}

extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "hush", NAPI_AUTO_LENGTH, hush, nullptr, &function);
  napi_set_named_property(env, exports, "hush", function);
  napi_create_function(env, "restore", NAPI_AUTO_LENGTH, restore, nullptr, &function);
  napi_set_named_property(env, exports, "restore", function);
  return exports;
}
`;
