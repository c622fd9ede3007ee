using SeCo.Testing;
using Xunit;

namespace SeCo.Torch.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_pinned_one() => PublicApi.Check(typeof(Tensor).Assembly, "SeCo.Torch.Tests");
}
