using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SeCo.Review.Server;

/// <summary>Lets nobody in but the page that was opened with the token, on this machine.</summary>
/// <remarks>A browser that visits a foreign site can be made to send requests here. Such a site does not know the token and cannot add a header of its own;
/// besides, its requests carry its origin. A name of its own that it has pointed at 127.0.0.1 stands in the Host header.</remarks>
internal sealed class Gate(string token, Func<int> port)
{
    /// <summary>The header that carries the token.</summary>
    public const string Header = "X-Review-Token";

    private readonly byte[] _token = Encoding.ASCII.GetBytes(token);

    /// <summary>A new token: 256 bits by chance.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Answers a request that may not pass; sets the headers of every answer.</summary>
    public async Task Pass(HttpContext context, Func<HttpContext, Task> next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        string? fault = FaultOf(context.Request);
        if (fault is null)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync(fault);
    }

    private string? FaultOf(HttpRequest request)
    {
        string host = request.Host.Value ?? string.Empty, own = $"http://{host}";
        return host != $"127.0.0.1:{port()}" && host != $"localhost:{port()}" ? "This address is not known here."
            : request.Headers.Origin is [string origin] && origin != own || request.Headers.Origin.Count > 1 ? "Pages of other sites are not answered."
            : request.Path.StartsWithSegments("/api") && !KnowsToken(request) ? "The token is missing or old: open the address that seco review printed."
            : null;
    }

    // Compared in the same time whatever it is, so that it cannot be found out letter by letter.
    private bool KnowsToken(HttpRequest request) => request.Headers[Header] is [string given]
        && CryptographicOperations.FixedTimeEquals(_token, Encoding.UTF8.GetBytes(given));
}
