using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace SeCo.Review.Server;

/// <summary>The page: files that lie in the assembly, each with its address. They say nothing about the run.</summary>
internal static class PageFiles
{
    private const string Folder = "SeCo.Review.Page.";

    /// <summary>Adds the routes; the page itself is at the root.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (string name in Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            string file = name[Folder.Length..];
            string type = Path.GetExtension(file) switch { ".html" => "text/html", ".css" => "text/css", _ => "text/javascript" };
            routes.MapGet(file == "review.html" ? "/" : "/" + file, async context =>
            {
                await using Stream content = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
                (context.Response.ContentType, context.Response.ContentLength) = (type + "; charset=utf-8", content.Length);
                await content.CopyToAsync(context.Response.Body, context.RequestAborted);
            });
        }
    }
}
