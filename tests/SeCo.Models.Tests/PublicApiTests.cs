using SeCo.Testing;
using Xunit;

namespace SeCo.Models.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_pinned_one() => PublicApi.Check(typeof(RegionClassifier).Assembly, "SeCo.Models.Tests");
}
