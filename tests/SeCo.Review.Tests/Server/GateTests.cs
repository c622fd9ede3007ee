using System.Net;
using SeCo.Review.Server;
using SeCo.Review.Tests.Fixtures;
using Xunit;

namespace SeCo.Review.Tests.Server;

public sealed class GateTests
{
    [Fact]
    public async Task Only_who_knows_the_token_learns_of_the_run_and_only_by_its_own_address()
    {
        await using OpenReview review = await OpenReview.Draw(1, 4);
        string own = $"127.0.0.1:{review.Server.Port}";
        Assert.Equal(HttpStatusCode.OK, await Get("/api/run", review.Token, own, null));
        Assert.Equal(HttpStatusCode.OK, await Get("/api/run", review.Token, own, $"http://{own}"));
        Assert.Equal(HttpStatusCode.OK, await Get("/", null, own, null)); // the page itself tells nothing
        foreach ((string path, string? token, string host, string? origin) in new[]
        {
            ("/api/run", null, own, null), ("/api/run", review.Token + "0", own, null), ("/api/run", new string('0', review.Token.Length), own, null),
            ("/api/image/0", null, own, null), ("/API/run", null, own, null),
            ("/api/run", review.Token, $"evil.example:{review.Server.Port}", null), ("/", null, "evil.example", null),
            ("/api/run", review.Token, own, "http://evil.example"), ("/api/run", review.Token, own, "null"),
            ("/api/run", review.Token, own, $"http://127.0.0.1:{review.Server.Port + 1}"),
        })
        {
            Assert.Equal((path, host, origin, HttpStatusCode.Forbidden), (path, host, origin, await Get(path, token, host, origin)));
        }

        async Task<HttpStatusCode> Get(string path, string? token, string host, string? origin)
        {
            using HttpClient client = new();
            using HttpRequestMessage request = new(HttpMethod.Get, $"http://{own}{path}");
            request.Headers.Host = host;
            foreach ((string name, string? value) in new[] { (Gate.Header, token), ("Origin", origin) })
            {
                if (value is not null)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            }

            using HttpResponseMessage answer = await client.SendAsync(request);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            return answer.StatusCode;
        }
    }

    [Fact]
    public void Tokens_are_long_and_never_the_same() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => Gate.NewToken()).Distinct().Count(token => token.Length == 64));
}
