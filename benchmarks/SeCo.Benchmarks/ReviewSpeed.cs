using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SeCo.Pipeline;
using SeCo.Review;
using SeCo.Review.Tests.Fixtures;

namespace SeCo.Benchmarks;

/// <summary>The page of <c>seco review</c> with many questions: how long the first and each next takes over HTTP, and the program's peak of memory.</summary>
internal static class ReviewSpeed
{
    private const int Images = 2000, Regions = 10, Features = 128, Answers = 200;

    public static int Run(string[] args)
    {
        return args is ["serve", string run] ? Serve(run).GetAwaiter().GetResult() : Measure().GetAwaiter().GetResult();
    }

    private static async Task<int> Serve(string run)
    {
        await using ReviewServer server = await ReviewServer.StartAsync(RunExport.Open(run), new ReviewOptions { Port = 0 });
        Console.WriteLine(server.Address);
        await server.Finished;
        return 0;
    }

    private static async Task<int> Measure()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("seco-review-");
        try
        {
            string run = DrawnRun.Write(folder.FullName, Images, Regions, Features, scale: 4);
            Stopwatch clock = Stopwatch.StartNew();
            using Process served = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["review", "serve", run]) { RedirectStandardOutput = true })!;
            string[] address = (await served.StandardOutput.ReadLineAsync())!.Split("/#token=");
            Say("start, to the address", clock.Elapsed);
            Say("processor time of it", Processor(served));
            using HttpClient client = new() { BaseAddress = new Uri(address[0]) };
            client.DefaultRequestHeaders.Add("X-Review-Token", address[1]);
            TimeSpan before = Processor(served);
            clock.Restart();
            foreach (string part in new[] { "/", "/review.css", "/review.js", "/server.js", "/view.js", "/masks.js", "/api/run" })
            {
                await client.GetByteArrayAsync(part);
            }

            JsonNode question = await Next(client, -1);
            Say("first page with its image", clock.Elapsed);
            TimeSpan first = Processor(served);
            Say("processor time of it", first - before);
            List<TimeSpan> next = [];
            for (int i = 0; i < Answers; i++)
            {
                clock.Restart();
                using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/answer", new JsonObject
                {
                    ["page"] = "p", ["by"] = "me", ["number"] = (int)question["number"]!, ["label"] = 1, ["alike"] = new JsonArray(),
                });
                answer.EnsureSuccessStatusCode();
                question = await Next(client, (int)question["number"]!);
                next.Add(clock.Elapsed);
            }

            next.Sort();
            Say($"answer stored and next question with its image, median of {Answers}", next[Answers / 2]);
            Say("the slowest of them", next[^1]);
            Say("processor time of one, on average", (Processor(served) - first) / Answers);
            string peak = File.ReadLines($"/proc/{served.Id}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
            Console.WriteLine($"peak memory of the program: {peak.Split(':')[1].Trim()}");
            using HttpResponseMessage end = await client.PostAsJsonAsync("/api/finish", new JsonObject());
            await served.WaitForExitAsync();
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TimeSpan Processor(Process served)
    {
        served.Refresh();
        return served.TotalProcessorTime;
    }

    private static async Task<JsonNode> Next(HttpClient client, int after)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            "/api/question", new JsonObject { ["page"] = "p", ["by"] = "me", ["after"] = after });
        JsonNode question = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["question"]!;
        await client.GetByteArrayAsync($"/api/image/{question["number"]}");
        return question;
    }

    private static void Say(string what, TimeSpan time) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {time.TotalMilliseconds:0} ms"));
}
