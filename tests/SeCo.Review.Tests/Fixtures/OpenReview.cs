using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SeCo.Pipeline;
using SeCo.Testing;

namespace SeCo.Review.Tests.Fixtures;

/// <summary>A run with its page, and a client that knows the token.</summary>
internal sealed class OpenReview : IAsyncDisposable
{
    private readonly TempFolder? _temp;

    private OpenReview(TempFolder? temp, string run, ReviewServer server)
    {
        (_temp, Run, Server) = (temp, run, server);
        Token = server.Address[(server.Address.IndexOf('=', StringComparison.Ordinal) + 1)..];
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        Client.DefaultRequestHeaders.Add("X-Review-Token", Token);
    }

    public string Run { get; }

    public ReviewServer Server { get; }

    public string Token { get; }

    public HttpClient Client { get; }

    /// <summary>Draws a run and opens its page.</summary>
    public static async Task<OpenReview> Draw(int images = 2, int regions = 10, TimeProvider? clock = null)
    {
        TempFolder temp = new();
        string run = DrawnRun.Write(temp.Path, images, regions);
        return new OpenReview(temp, run, await ReviewServer.StartAsync(RunExport.Open(run), Options("ann"), clock));
    }

    /// <summary>Opens another page over the same run.</summary>
    public async Task<OpenReview> Again(string person) =>
        new(null, Run, await ReviewServer.StartAsync(RunExport.Open(Run), Options(person)));

    /// <summary>Asks the page's program; fails where it refuses.</summary>
    public async Task<JsonNode> Ask(string path, JsonObject? message = null)
    {
        using HttpResponseMessage answer = await Send(path, message);
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException(text);
    }

    public async Task<HttpResponseMessage> Send(string path, JsonObject? message = null)
    {
        using StringContent content = new(message?.ToJsonString() ?? string.Empty, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        return message is null ? await Client.GetAsync(path) : await Client.PostAsync(path, content);
    }

    public Task<JsonNode> Next(string page = "p", string by = "ann", int after = -1) =>
        Ask("/api/question", new JsonObject { ["page"] = page, ["by"] = by, ["after"] = after });

    public Task<JsonNode> Answer(int number, int label, string page = "p", string by = "ann", int[]? alike = null, string? edited = null) =>
        Ask("/api/answer", new JsonObject
        {
            ["page"] = page, ["by"] = by, ["number"] = number, ["label"] = label, ["edited"] = edited,
            ["alike"] = new JsonArray([.. (alike ?? []).Select(n => (JsonNode)n)]),
        });

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        _temp?.Dispose();
    }

    private static ReviewOptions Options(string person) => new() { Person = person, Port = 0 };
}
