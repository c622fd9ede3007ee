using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace SeCo.Testing;

/// <summary>A browser without a window, spoken to through its DevTools protocol: one page, and what it complains about.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>An expression: the parts of a page whose text stands out too little from what lies behind it, by the formula of WCAG 2; pictures and hidden
    /// parts do not count.</summary>
    public const string LowContrast = """
        (() => {
          const light = c => { const v = c / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
          const parse = t => { const m = t.match(/[\d.]+/g).map(Number); return [m[0], m[1], m[2], m.length > 3 ? m[3] : 1]; };
          const ground = e => { const under = e.parentElement ? ground(e.parentElement) : [255, 255, 255];
            const [r, g, b, a] = parse(getComputedStyle(e).backgroundColor);
            return [r * a + under[0] * (1 - a), g * a + under[1] * (1 - a), b * a + under[2] * (1 - a)]; };
          const luminance = c => 0.2126 * light(c[0]) + 0.7152 * light(c[1]) + 0.0722 * light(c[2]);
          const found = new Set();
          for (const e of document.querySelectorAll("body *")) {
            if (e.closest("svg, dialog:not([open]), .skip, .sr") || !e.checkVisibility()) { continue; }
            if (!Array.from(e.childNodes).some(n => n.nodeType === 3 && n.textContent.trim())) { continue; }
            const a = luminance(parse(getComputedStyle(e).color)), b = luminance(ground(e));
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) { found.add(e.tagName + "." + e.className + " " + contrast.toFixed(2)); }
          }
          return Array.from(found);
        })()
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private int _calls;
    private string? _session;

    private Chromium(Process process, TempFolder profile) => (_process, _profile) = (process, profile);

    /// <summary>What the page has complained about: errors of scripts, of the policy, of loading.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Starts a browser; skips the test where none is installed.</summary>
    public static async Task<Chromium> Start()
    {
        string? program = Environment.GetEnvironmentVariable("SECO_CHROMIUM") ?? new[] { "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(
                name =>
                    (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
                        .Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(
            program is null,
            "No Chromium on PATH (chromium, chromium-browser, google-chrome), and SECO_CHROMIUM names none: the page is not tried in a browser.");
        TempFolder profile = new();
        ProcessStartInfo start = new(program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[]
        {
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--remote-debugging-port=0",
            $"--user-data-dir={profile.Path}", "about:blank",
        })
        {
            start.ArgumentList.Add(argument);
        }

        Chromium browser = new(Process.Start(start)!, profile);
        browser._process.OutputDataReceived += (_, _) => { };
        browser._process.ErrorDataReceived += (_, _) => { };
        browser._process.BeginOutputReadLine();
        browser._process.BeginErrorReadLine();
        await browser.Connect(Path.Combine(profile.Path, "DevToolsActivePort"));
        return browser;
    }

    /// <summary>Opens a file or an address and waits until it is loaded.</summary>
    public async Task Open(string path)
    {
        Uri address = new(path);
        await Call("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri });
        while ((string?)await Evaluate("document.readyState + '|' + location.protocol") != $"complete|{address.Scheme}:")
        {
            await Task.Delay(50);
        }
    }

    /// <summary>The size of the window.</summary>
    public Task Resize(int width, int height) => Call(
        "Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });

    /// <summary>Light or dark, as the system would ask for it.</summary>
    public Task PreferDark(bool dark) => Call(
        "Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }),
        });

    /// <summary>As a printer would show the page to somebody whose system is dark.</summary>
    public Task PrintDark() => Call("Emulation.setEmulatedMedia", new JsonObject
    {
        ["media"] = "print",
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = "dark" }),
    });

    /// <summary>Presses a key.</summary>
    /// <param name="key">As scripts see it: <c>j</c>, <c>ArrowRight</c>, <c>Escape</c>.</param>
    /// <param name="code">The key's number where it is no letter.</param>
    /// <param name="shift">Whether Shift is held.</param>
    public async Task Press(string key, int code = 0, bool shift = false)
    {
        JsonObject press = new()
        {
            ["type"] = "keyDown", ["key"] = key, ["windowsVirtualKeyCode"] = code == 0 ? char.ToUpperInvariant(key[0]) : code, ["modifiers"] = shift ? 8 : 0,
        };
        if (key.Length == 1)
        {
            press["text"] = key;
        }

        await Call("Input.dispatchKeyEvent", press);
        await Call("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key });
    }

    /// <summary>The value of an expression of the page.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        JsonNode answer = await Call("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.True(answer["exceptionDetails"] is null, $"{expression}\n{answer["exceptionDetails"]}");
        return answer["result"]?["value"];
    }

    /// <summary>Keeps a picture of the window, or of the whole page, where SECO_SCREENSHOTS names a folder.</summary>
    public async Task Picture(string name, bool whole = false)
    {
        if (Environment.GetEnvironmentVariable("SECO_SCREENSHOTS") is string folder)
        {
            JsonNode answer = await Call("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = whole });
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), Convert.FromBase64String((string)answer["data"]!));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    private async Task Connect(string portFile)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!File.Exists(portFile) || File.ReadAllLines(portFile).Length < 2)
        {
            Assert.True(waited.Elapsed < Patience && !_process.HasExited, "Chromium does not start.");
            await Task.Delay(50);
        }

        string[] lines = await File.ReadAllLinesAsync(portFile);
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), CancellationToken.None);
        string target = (string)(await Call("Target.createTarget", new JsonObject { ["url"] = "about:blank" }))["targetId"]!;
        _session = (string)(await Call("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!;
        foreach (string domain in new[] { "Page", "Runtime", "Log" })
        {
            await Call(domain + ".enable", []);
        }
    }

    private async Task<JsonNode> Call(string method, JsonObject parameters)
    {
        int id = ++_calls;
        JsonObject message = new() { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
        {
            message["sessionId"] = _session;
        }

        using CancellationTokenSource patience = new(Patience);
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, patience.Token);
        while (true)
        {
            JsonNode answer = await Receive(patience.Token);
            if ((int?)answer["id"] == id)
            {
                return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer["error"]}");
            }

            Note(answer);
        }
    }

    private async Task<JsonNode> Receive(CancellationToken cancellationToken)
    {
        using MemoryStream text = new();
        byte[] buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.GetBuffer().AsSpan(0, (int)text.Length))!;
    }

    private void Note(JsonNode told)
    {
        JsonNode? parameters = told["params"];
        string? complaint = (string?)told["method"] switch
        {
            "Runtime.exceptionThrown" => parameters?["exceptionDetails"]?.ToJsonString(),
            "Runtime.consoleAPICalled" when (string?)parameters?["type"] is "error" or "warning" => parameters?["args"]?.ToJsonString(),
            "Log.entryAdded" when (string?)parameters?["entry"]?["level"] is "error" or "warning" => parameters?["entry"]?.ToJsonString(),
            _ => null,
        };
        if (complaint is not null)
        {
            Complaints.Add(complaint);
        }
    }
}
